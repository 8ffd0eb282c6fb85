using LocalComputers.Computers.Bootstrap;
using LocalComputers.Isolation;
using LocalComputers.Processes.Groups;
using LocalComputers.Shells;

namespace LocalComputers.Computers;

/// <summary>The computers of one door, with what all of them share: their limits, their isolation, and the shell that runs their commands.</summary>
internal sealed class ComputerHouse : IAsyncDisposable
{
    private readonly Engine _engine;
    private readonly HouseSetup _setup;
    private readonly Bubblewrap? _isolation;
    private readonly Leftovers _leftovers;

    /// <param name="engine">What starts the processes. It outlives the house.</param>
    /// <param name="setup">How the computers are run.</param>
    public ComputerHouse(Engine engine, HouseSetup setup)
    {
        (_engine, _setup) = (engine, setup);
        var (names, folder) = (setup.Names, setup.Data.Path);
        Groups = new(engine.Places, engine.Self, names.Prefix, setup.Logger);
        ShellsAhead = new(setup.Logger, setup.Clock, names, setup.ShellsAhead);
        Processes = new(engine.Processes, Groups, names, setup.StopGrace) { Ahead = ShellsAhead };
        _leftovers = new(Processes, engine.Places);
        _isolation = setup.Bubblewrap is null ? null : new(
            setup.Bubblewrap,
            new(Path.Combine(folder, "isolation", "etc"), names),
            Path.Combine(folder, "isolation", "system-calls"),
            setup.AllowNetwork,
            setup.VisiblePaths,
            names);
        Shell = new(engine.Processes, setup.Clock, names, _isolation);
        RepositoryRewrites = RepositoryTargets.Of(setup.RepositoryRewrites);
        Computers = new(new(
            folder,
            setup.Path,
            RepositoryRewrites,
            setup.Limits,
            setup.Data.Store,
            new(setup.Data.Store),
            setup.Door,
            Shell,
            Processes,
            setup.IdleAfter,
            setup.Clock,
            setup.Logger)
        { WriteJournal = setup.WriteJournal, KeepsStatusAcrossMoves = setup.KeepsStatusAcrossMoves });
    }

    public ControlGroups Groups { get; }

    /// <summary>The shells that wait for commands.</summary>
    public ShellsAhead ShellsAhead { get; }

    /// <summary>What the processes of all computers share.</summary>
    public ComputerProcessServices Processes { get; }

    /// <summary>Runs commands.</summary>
    public Shell Shell { get; }

    /// <summary>What to clone in place of a repository, checked.</summary>
    public IReadOnlyDictionary<string, string> RepositoryRewrites { get; }

    public bool IsIsolated => _isolation is not null;

    public ComputerRegistry Computers { get; }

    /// <summary>To be called before the door opens. Ends what an earlier process has left running, and checks that the isolation works.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var folder = _setup.Data.Path;
        await _leftovers.EndComputersAsync(folder, cancellationToken).ConfigureAwait(false);
        FolderOwner.Claim(folder, _engine.Self);
        await _leftovers.RemoveAsync(Path.GetTempPath(), cancellationToken).ConfigureAwait(false);
        if (_isolation is not null)
        {
            _isolation.Prepare();
            var trial = Path.Combine(folder, "isolation", "trial");
            await IsolationTrial.RunAsync(Shell, Processes, trial, _setup.OrNone, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends every process of the computers. What is kept stays for the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        var parts = new Disposals();
        // A group can be removed only when its processes have ended.
        parts.Add(Groups);
        parts.Add(ShellsAhead);
        parts.Add(Computers);
        await parts.DisposeAsync().ConfigureAwait(false);
    }
}
