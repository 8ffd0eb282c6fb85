using LocalComputers.Computers.Bootstrap;
using LocalComputers.Journals;
using LocalComputers.Shells;
using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>Sets a computer up, for the first time or anew. The computer's lock guards the fields.</summary>
internal sealed class ComputerBootstraps(ComputerParts computer)
{
    private readonly List<BootstrapRun> _runs = [];

    public IReadOnlyList<BootstrapRun> Runs => _runs;

    public BootstrapRun? Latest => _runs.Count == 0 ? null : _runs[^1];

    /// <summary>What the computer is set up with; null before its first bootstrap.</summary>
    public ComputerSetup? Setup { get; private set; }

    /// <summary>Takes up the latest bootstrap of an earlier process.</summary>
    public void TakeUp(BootstrapRun run, ComputerSetup setup)
    {
        Add(run, setup);
        if (computer.Life.Phase == ComputerPhase.Bootstrapping)
        {
            Settle(run, new(ComputerPhase.Error, null, "The backend ended while this bootstrap ran.") { IsMade = computer.Files.Folder.Exists });
        }
    }

    /// <inheritdoc cref="Computer.EnsureBootstrapped"/>
    public (ComputerPhase Phase, string RunId, ComputerSetup Setup)? Ensure(ComputerSetup setup, Actor actor, Action<StoreSession> saveAgent)
    {
        lock (computer.Lock)
        {
            if (!MayStart())
            {
                return Answer();
            }
        }

        // The log is begun first: a computer that is bootstrapping without a log would never leave that phase. It is begun without the lock,
        // because a request for the computer's state must not wait for its files.
        var id = Guid.CreateVersion7().ToString();
        var services = computer.Services;
        var journal = new Journal(services.JournalPath(id), services.Door.NewFormat($"{id}:"), write: services.WriteJournal);
        var isUsed = false;
        try
        {
            lock (computer.Lock)
            {
                // Meanwhile another call may have started a bootstrap, and the agent may have gone.
                if (MayStart())
                {
                    Start(id, journal, setup, actor, saveAgent);
                    isUsed = true;
                }

                return Answer();
            }
        }
        finally
        {
            if (!isUsed)
            {
                computer.RemoveUnused(journal);
            }
        }
    }

    /// <summary>Makes the computer another size, and stores that in one change with what else changes by it.</summary>
    /// <exception cref="IOException">The processes that run can't be limited to that. Nothing has changed.</exception>
    public void Resize(Measures measures, Action<StoreSession> also)
    {
        var setup = Setup! with { Measures = measures };
        computer.Processes.Resize(Sizes.LimitsOf(setup.Measures));
        try
        {
            computer.Services.Store.Write(db =>
            {
                BootstrapRunStore.Change(db, Latest!.Id, setup);
                also(db);
            });
        }
        catch
        {
            computer.Processes.Resize(Sizes.LimitsOf(Setup.Measures));
            throw;
        }

        Setup = setup;
    }

    private bool MayStart()
    {
        ObjectDisposedException.ThrowIf(computer.Life.IsClosed, computer);
        return !computer.Life.IsDeleted && (Setup is null || computer.Life.MayBootstrap);
    }

    private (ComputerPhase Phase, string RunId, ComputerSetup Setup)? Answer() =>
        computer.Life.IsDeleted ? null : (computer.Life.Phase, _runs[^1].Id, Setup!);

    private void Start(string id, Journal journal, ComputerSetup setup, Actor actor, Action<StoreSession> saveAgent)
    {
        var services = computer.Services;
        var isRepeat = _runs.Count > 0;
        computer.Life.Become(
            ComputerPhase.Bootstrapping,
            db => BootstrapRunStore.Add(db, new(id, computer.Life.AgentId, setup, services.Clock.GetUtcNow()) { Actor = actor }),
            saveAgent: saveAgent);
        var run = new BootstrapRun(id, computer.Life.AgentId, journal, services);
        var folder = computer.Files.Folder;
        var environment = computer.Environment;
        var login = computer.Files.LoginOf(setup);
        computer.Life.IsMade = true;
        Add(run, setup);
        run.Start(
            async cancellationToken =>
            {
                await MakeFolderAsync(setup, isRepeat, cancellationToken).ConfigureAwait(false);
                if (setup.Repo is null && !setup.Template.HasApp)
                {
                    PrepareShell(environment, login);
                }
            },
            BootstrapSteps.Of(setup, folder, services),
            (step, output, cancellationToken) => services.Shell.RunAsync(
                new(computer.Processes, id, step.Command, step.WorkingDirectory, environment, Timeout.InfiniteTimeSpan, folder)
                {
                    HostPaths = step.HostPaths,
                    Login = login,
                    Trace = services.Door.Telemetry.Tracing.Carried,
                },
                output,
                cancellationToken),
            outcome =>
            {
                SettleLocked(run, outcome);
                if (outcome.Phase == ComputerPhase.Ready)
                {
                    PrepareShell(environment, login);
                }
            });
    }

    /// <summary>The first command comes soon, and is likely to run in the usual folder.</summary>
    private void PrepareShell(IReadOnlyDictionary<string, string> environment, LoginProfile login)
    {
        var folder = computer.Files.Folder;
        if (folder.Resolve(null) is { } workingDirectory)
        {
            computer.Services.Shell.Prepare(
                new(computer.Processes, ComputerId.NewExec(), "", workingDirectory, environment, Timeout.InfiniteTimeSpan, folder) { Login = login });
        }
    }

    private void Add(BootstrapRun run, ComputerSetup setup)
    {
        Setup = setup;
        computer.Processes.Limits = Sizes.LimitsOf(setup.Measures);
        _runs.Add(run);
    }

    private Task MakeFolderAsync(ComputerSetup setup, bool isRepeat, CancellationToken cancellationToken) => computer.Turns.TakeAsync(
        async () =>
        {
            if (isRepeat)
            {
                // What an earlier bootstrap left running would go on in folders that are gone.
                await computer.Processes.StopAllAsync().ConfigureAwait(false);
            }

            await computer.Files.MakeAsync(setup).ConfigureAwait(false);
            computer.Processes.Open();
        },
        cancellationToken);

    private void SettleLocked(BootstrapRun run, BootstrapOutcome outcome)
    {
        lock (computer.Lock)
        {
            // A run that was cut short because its computer went decides nothing any more.
            if (run == Latest && computer.Life.Phase == ComputerPhase.Bootstrapping)
            {
                Settle(run, outcome);
            }
        }
    }

    private void Settle(BootstrapRun run, BootstrapOutcome outcome)
    {
        computer.Life.IsMade = outcome.IsMade;
        var end = new BootstrapEnd(computer.Services.Clock.GetUtcNow(), outcome.Phase, outcome.ExitCode, outcome.StderrTail);
        try
        {
            computer.Life.Become(outcome.Phase, db => BootstrapRunStore.End(db, run.Id, end), run.Id, end);
            computer.Idle.StartIfQuiet();
        }
        catch
        {
            // The disk is full, for example. The computer has failed then, and can be bootstrapped again; after a restart too.
            computer.Life.FailUnstored(run.Id, end);
            throw;
        }
    }
}
