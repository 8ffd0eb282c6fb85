using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Limits;
using Flapjack.ReferenceBackend.Tests.Computers;
using LocalComputers.Computers.Exec;
using Microsoft.Extensions.Time.Testing;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Limits;

/// <summary>The order of the checks of a command: its key, the state, the limits; only then a file is made for it.</summary>
public sealed class LimitsBeforeFilesTests
{
    private readonly ArmedTime _clock = new();

    [Fact]
    public async Task A_command_over_the_limit_is_refused_as_such_also_when_the_disk_takes_no_journal()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 1 }, _clock);
        await computer.RunAsync("true");
        var journals = Path.Combine(computer.Server.Backend.Folder(), "journals");
        Directory.Move(journals, journals + ".aside");
        File.WriteAllText(journals, "in the way");

        var refused = await computer.PostAsync(Body("true"));

        File.Delete(journals);
        Directory.Move(journals + ".aside", journals);
        refused.ShouldBeLimited("AGENT", 60);
    }

    [Fact]
    public async Task A_repeat_of_a_key_is_attached_also_when_the_limit_is_used_up()
    {
        await using var computer = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 1 }, _clock);
        var key = Key(NewKey());
        var first = await computer.PostAsync(Body("echo once"), key);

        var repeat = await computer.PostAsync(Body("echo once"), key);

        (repeat.Status, repeat.Body).Should().Be((200, first.Body));
    }

    [Fact]
    public async Task A_refusal_is_told_also_when_the_unused_journal_can_not_be_removed()
    {
        var log = new CapturedLog();
        await using var computer = await StartAsync(options => options.LoggerFactory = log.Loggers);
        var backend = computer.Server.Backend;
        await using var behind = backend.ComputerBehind(computer.Agent, door => door with
        {
            Admit = (_, _) =>
            {
                // No file can be removed where a folder is.
                var journal = backend.JournalFiles().Single(file => file.Name.StartsWith("exec_", StringComparison.Ordinal) && file.Length == 0);
                journal.Delete();
                Directory.CreateDirectory(journal.FullName);
                throw new LimitExceededException("AGENT", "The limit is used up.", 7);
            },
        });

        var asked = () => behind.AddOrFindExecAsync(backend.OrgId, AuditActor.Backend, new("true", TimeSpan.FromSeconds(120), null, null), CancellationToken.None);

        await asked.Should().ThrowAsync<LimitExceededException>();
        log.Messages.Should().ContainSingle(message => message.StartsWith("An unused journal of agent", StringComparison.Ordinal));
    }

    [Fact]
    public void A_check_counts_nothing()
    {
        var limiter = new ExecLimiter(new() { PerAgentPerMinute = 1, PerOrgPerMinute = 1, ConcurrentPerAgent = 1 }, new FakeTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            limiter.Check("o1", "a1");
        }

        using var slot = limiter.Take("o1", "a1");

        limiter.Invoking(l => l.Check("o1", "a1")).Should().Throw<LimitExceededException>().Which.Reason.Should().Be("AGENT");
    }

    [Fact]
    public async Task A_key_that_is_past_its_time_is_free_before_the_sweep_and_goes_with_the_sweep()
    {
        await using var computer = await StartAsync(options => options.TimeProvider = _clock);
        var (backend, key, other) = (computer.Server.Backend, NewKey(), NewKey());
        var request = new ExecRequest("echo new", TimeSpan.FromSeconds(120), null, key);
        var longAgo = _clock.GetUtcNow() - TimeSpan.FromHours(25);
        foreach (var old in new[] { key, other })
        {
            backend.Execs().Add(new("exec_" + old, backend.OrgId, computer.Agent, old, request.BodyHash(), longAgo, longAgo, null) { Actor = AuditActor.Backend });
        }

        var frames = await computer.RunAsync("echo new", Key(key));
        _clock.Advance(TimeSpan.FromMinutes(1));

        frames.Printed().Should().Be("new\n");
        backend.Execs().FindByKey(backend.OrgId, computer.Agent, key)!.Id.Should().Be(frames.ExecId());
        backend.Execs().Find(computer.Agent, "exec_" + other).Should().BeNull();
    }
}
