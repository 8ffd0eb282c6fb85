using System.Runtime.CompilerServices;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Sse;
using Flapjack.ReferenceBackend.Telemetry;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Computers;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Processes;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>What comes between a command's acceptance and its start, which no call can time.</summary>
public sealed class ExecRunTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flapjack-run-").FullName;
    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly ProcessHost _processes = new(NullLogger.Instance);

    private int _ended;

    private string Trace => Path.Combine(_folder, "trace");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _processes.DisposeAsync();

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_command_stopped_before_its_start_never_starts_and_says_so()
    {
        await using var run = NewRun();
        using var attachment = run.Attach(0, TimeSpan.Zero);

        await run.StopAsync();
        await run.Start();
        var said = System.Text.Encoding.UTF8.GetString(await attachment.Reader.ReadAllAsync());

        said.Should().Contain("event: error\ndata: {\"code\":\"EXEC_STOPPED\"");
        run.EndedAt.Should().NotBeNull();
        _ended.Should().Be(1, "its computer has to know");
        File.Exists(Trace).Should().BeFalse();
    }

    [Fact]
    public async Task A_command_whose_computer_goes_before_its_start_says_so_to_those_who_have_read_nothing_yet()
    {
        var run = NewRun();
        using var attachment = run.Attach(0, TimeSpan.Zero);

        await run.DestroyAsync();
        await run.DeleteAsync();
        await run.Start();
        var said = System.Text.Encoding.UTF8.GetString(await attachment.Reader.ReadAllAsync());

        said.Should().Contain("event: error\ndata: {\"code\":\"SANDBOX_DESTROYED\"");
        File.Exists(Trace).Should().BeFalse();
        attachment.Invoking(it => it.Dispose()).Should().NotThrow();
    }

    [Fact]
    public async Task Stopping_a_command_whose_computer_has_just_gone_is_harmless()
    {
        var run = NewRun();
        await run.DeleteAsync();

        await run.Invoking(gone => gone.StopAsync()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task A_command_that_is_disposed_of_leaves_its_journal_and_one_that_is_deleted_does_not()
    {
        var (disposed, deleted) = (NewRun("exec_1"), NewRun("exec_2"));

        await disposed.DisposeAsync();
        await deleted.DeleteAsync();

        Directory.GetFiles(Path.Combine(_folder, "journals")).Select(Path.GetFileName).Should().Equal("exec_1.0");
    }

    [Fact]
    public async Task A_command_that_nobody_waits_for_any_more_when_it_starts_does_not_run()
    {
        await using var run = NewRun();
        run.Attach(0, TimeSpan.Zero).Dispose();

        await run.StopAsync();

        run.EndedAt.Should().NotBeNull();
        File.Exists(Trace).Should().BeFalse();
    }

    [Fact]
    public async Task A_command_that_its_first_reader_can_not_attach_to_is_over_for_its_computer_too()
    {
        await using var run = NewRun();
        Directory.Delete(Path.Combine(_folder, "journals"), recursive: true);

        run.Invoking(it => it.Attach(0, TimeSpan.Zero)).Should().Throw<Exception>();

        await Eventually.HoldsAsync(() => run.EndedAt is not null, "it gives its place back");
        _ended.Should().Be(1);
        File.Exists(Trace).Should().BeFalse();
    }

    [Fact]
    public async Task A_command_that_has_ended_and_that_nobody_reads_keeps_no_journal_and_is_read_again_from_the_disk()
    {
        var (run, journal) = await EndAsync();
        await using var disposed = run;

        await Eventually.HoldsAsync(
            () =>
            {
                GC.Collect();
                return !journal.IsAlive;
            },
            "what is on the disk is not in memory too");
        using var first = run.Attach(0, TimeSpan.Zero);
        using var second = run.Attach(0, TimeSpan.Zero);
        var said = System.Text.Encoding.UTF8.GetString(await first.Reader.ReadAllAsync());

        said.Should().Contain("EXEC_STOPPED");
        System.Text.Encoding.UTF8.GetString(await second.Reader.ReadAllAsync()).Should().Be(said);
        run.Invoking(it => it.Attach(99, TimeSpan.Zero)).Should().Throw<ArgumentOutOfRangeException>();
        await run.DeleteAsync();
        first.Dispose();
        second.Dispose();
        Directory.GetFiles(Path.Combine(_folder, "journals")).Should().BeEmpty();
        run.Invoking(it => it.Attach(0, TimeSpan.Zero)).Should().Throw<JournalGapException>();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<(ExecRun Run, WeakReference Journal)> EndAsync()
    {
        var journal = ExecRun.BeginJournal("exec_1", Services);
        var run = NewRun(journal: journal);
        using (var attachment = run.Attach(0, TimeSpan.Zero))
        {
            await run.StopAsync();
            await attachment.Reader.ReadAllAsync();
        }

        return (run, new(journal));
    }

    private ComputerProcessServices ComputerProcesses => field ??= new(_processes, new(null, null, FlapjackNames.Host.Prefix, NullLogger.Instance), FlapjackNames.Host, TimeSpan.Zero);

    private ExecRun NewRun(string id = "exec_1", Journal? journal = null) => new(
        new(new(ComputerProcesses, "local-1", _folder), id, $"touch {Trace}", _folder, new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }, TimeSpan.FromSeconds(100), new(_folder)),
        new("agent-1", "local-1", _ => Task.CompletedTask, (_, _, _, _) => _ended++),
        journal ?? ExecRun.BeginJournal(id, Services),
        Services);

    private ComputerServices Services => field ??= new(
        _folder,
        "/usr/bin:/bin",
        new Dictionary<string, string>(),
        new(1000, TimeSpan.FromHours(1), TimeSpan.FromHours(24)),
        _store,
        new(_store),
        new()
        {
            NewFormat = idPrefix => new SseFormat(idPrefix),
            Execs = new ExecEvents(ComputerIdFields.Of(ComputerNaming.Both)),
            Bootstraps = new BootstrapEvents(),
            Telemetry = new BackendTelemetry(isCarriedOn: true).Engine,
            Self = AuditActor.Backend,
            Admit = null,
            ComputerMoved = (_, _) => { },
            CommandEnded = _ => { },
            Swept = () => { },
        },
        new(_processes, TimeProvider.System, FlapjackNames.Host),
        ComputerProcesses,
        Timeout.InfiniteTimeSpan,
        TimeProvider.System,
        NullLogger.Instance);
}
