using System.Text;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Sse;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>Commands that a dead process left: as it would have told of them, or unknown, and never a success that was none.</summary>
public sealed class ExecRecoveryTests : IDisposable
{
    private const string Unknown = """
        id: 2
        event: error
        data: {"code":"EXEC_OUTCOME_UNKNOWN","detail":"The backend ended while the command ran; nobody knows how it went."}


        """;

    private static readonly ExecEvents Words = new(ComputerIdFields.Of(ComputerNaming.Both));

    private readonly TempFolder _folder = new();
    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly FakeTimeProvider _clock = new();
    private readonly ExecStore _execs;

    public ExecRecoveryTests() => _execs = new(_store);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task One_that_ran_ends_as_unknown_in_its_row_and_in_its_journal()
    {
        Begin("e1", journal => new ExecFrames(journal, Words).Started("e1", "local-1"));
        _clock.Advance(TimeSpan.FromMinutes(5));

        Recover();

        var exec = _execs.Find("a1", "e1")!;
        exec.EndedAt.Should().Be(_clock.GetUtcNow());
        exec.Outcome.Should().BeNull();
        (await ReadAsync("e1")).Should().StartWith("id: 1\nevent: exec_started\n").And.EndWith(Unknown);
    }

    [Fact]
    public async Task One_whose_last_word_was_not_whole_ends_as_unknown()
    {
        var exit = Begin("e1", journal => new ExecFrames(journal, Words).Started("e1", "local-1"));
        File.AppendAllText(exit, "id: 2\nevent: exit\ndata: {\"ok\":true,\"exitCode\":0}\n");

        Recover();

        _execs.Find("a1", "e1")!.Outcome.Should().BeNull();
        (await ReadAsync("e1")).Should().EndWith(Unknown);
    }

    [Fact]
    public async Task One_that_had_told_its_exit_keeps_it()
    {
        var exit = new ExecExit(new(7, null, false), 12, false, 1, 2, "aa", "bb");
        Begin("e1", journal => new ExecFrames(journal, Words).End(Words.Exit(exit)));
        var before = await ReadAsync("e1");

        Recover();

        _execs.Find("a1", "e1")!.Outcome.Should().Be(ExecOutcome.Of(exit));
        (await ReadAsync("e1")).Should().Be(before);
    }

    [Fact]
    public void One_that_had_told_of_a_failure_keeps_it()
    {
        Begin("e1", journal => new ExecFrames(journal, Words).End(Words.Failed(ExecFailure.Stopped, "It was stopped.")));

        Recover();

        _execs.Find("a1", "e1")!.Outcome.Should().Be(ExecOutcome.Error("EXEC_STOPPED", "It was stopped."));
    }

    [Fact]
    public async Task A_recovery_that_was_cut_short_is_done_by_the_next()
    {
        Begin("e1", journal => new ExecFrames(journal, Words).End(Words.Failed(ExecFailure.Unknown, "Said by a recovery that died before it could store it.")));
        var before = await ReadAsync("e1");

        Recover();
        Recover();

        _execs.Find("a1", "e1")!.Outcome.Should().BeNull();
        _execs.Running().Should().BeEmpty();
        (await ReadAsync("e1")).Should().Be(before);
    }

    [Fact]
    public async Task One_whose_journal_is_gone_or_broken_ends_as_unknown_and_the_others_are_ended_too()
    {
        JournalFiles.RemoveAt(Path.Combine(_folder.Path, "e1"));
        Begin("e1", _ => { });
        File.WriteAllText(Begin("e2", _ => { }), "garbage\n\n");
        Begin("e3", _ => { });
        JournalFiles.RemoveAt(Path.Combine(_folder.Path, "e1"));

        Recover();

        _execs.OfAgent("a1").Should().HaveCount(3).And.OnlyContain(exec => exec.EndedAt != null && exec.Outcome == null);
        (await ReadAsync("e3")).Should().StartWith("id: 1\nevent: error\n");
    }

    [Theory]
    [InlineData("exit", "rubbish")]
    [InlineData("exit", "{\"ok\":true,\"exitCode\":\"0\"}")]
    [InlineData("error", "rubbish")]
    [InlineData("error", "[]")]
    [InlineData("error", "{\"code\":7}")]
    public void One_whose_last_word_is_none_ends_as_unknown(string name, string data)
    {
        File.AppendAllText(Begin("e1", _ => { }), $"id: 1\nevent: {name}\ndata: {data}\n\n");

        Recover();

        _execs.Find("a1", "e1")!.EndedAt.Should().NotBeNull();
        _execs.Find("a1", "e1")!.Outcome.Should().BeNull();
    }

    [Fact]
    public async Task One_whose_journal_was_not_begun_can_be_read_and_says_that_it_is_unknown()
    {
        _execs.Add(new("e1", "o1", "a1", null, null, _clock.GetUtcNow(), null, null) { Actor = AuditActor.Backend });

        Recover();

        (await ReadAsync("e1")).Should().Be(Unknown.Replace("id: 2", "id: 1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_told_of_an_end_is_told_again_after_a_crash_before_it_was_stored()
    {
        Begin("e1", journal => new ExecFrames(journal, Words).Started("e1", "local-1"));
        var told = new List<ExecRecord>();
        var crashed = () => new ExecRecovery(_execs, _folder.Path, idPrefix => new SseFormat(idPrefix), Words, _clock).EndAll(_ => throw new InvalidOperationException("It crashes here."));

        crashed.Should().Throw<InvalidOperationException>();
        new ExecRecovery(_execs, _folder.Path, idPrefix => new SseFormat(idPrefix), Words, _clock).EndAll(told.Add);
        new ExecRecovery(_execs, _folder.Path, idPrefix => new SseFormat(idPrefix), Words, _clock).EndAll(told.Add);

        told.Should().ContainSingle().Which.Should().Be(_execs.Find("a1", "e1"));
    }

    /// <summary>Leaves a command that runs; returns the file of its journal.</summary>
    private string Begin(string id, Action<Journal> say)
    {
        _execs.Add(new(id, "o1", "a1", null, null, _clock.GetUtcNow(), null, null) { Actor = AuditActor.Backend });
        var journal = new Journal(Path.Combine(_folder.Path, id), new SseFormat(""));
        say(journal);
        journal.Complete();
        return Path.Combine(_folder.Path, id + ".0");
    }

    private void Recover() => new ExecRecovery(_execs, _folder.Path, idPrefix => new SseFormat(idPrefix), Words, _clock).EndAll(_ => { });

    private async Task<string> ReadAsync(string id)
    {
        var journal = Journal.Reopen(Path.Combine(_folder.Path, id), new SseFormat(""));
        journal.Complete();
        using var reader = journal.OpenReader();
        return Encoding.UTF8.GetString(await reader.ReadAllAsync());
    }
}
