using Flapjack.ReferenceBackend.Coding;
using Flapjack.ReferenceBackend.Words;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Isolation;
using LocalComputers.Processes;
using LocalComputers.Processes.Groups;
using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;
using Shared.Hosting;

namespace Flapjack.ReferenceBackend;

/// <summary>The part of a backend that runs computers: processes, their limits, their isolation, and the computers themselves.</summary>
internal sealed class EngineParts
{
    private readonly string _folder;
    private readonly ProcessIdentity? _self;
    private readonly Bubblewrap? _isolation;
    private readonly Shell _shell;
    private readonly ComputerProcessServices _processes;
    private readonly Leftovers _leftovers;

    /// <param name="options">How it behaves.</param>
    /// <param name="bubblewrap">The program that isolates computers; null for none.</param>
    /// <param name="data">Where it keeps what it has.</param>
    /// <param name="door">What the engine asks and tells the backend that serves its computers.</param>
    /// <param name="logger">Where it logs.</param>
    /// <param name="disposals">Disposes of what is built here.</param>
    public EngineParts(
        FlapjackBackendOptions options, string? bubblewrap, DataDirectory data, Door door, ILogger logger, Disposals disposals)
    {
        var (clock, names) = (options.TimeProvider, FlapjackNames.Host);
        _folder = data.Path;
        var processes = new ProcessHost(logger);
        _self = ProcessIdentity.OfSelf(processes.Table);
        var places = options.UseControlGroups ? GroupPlaces.OfSelf() : null;
        Groups = disposals.Add(new ControlGroups(places, _self, names.Prefix, logger));
        // Behind the groups: a group can be removed only when its processes have ended.
        disposals.Add(processes);
        _processes = new(processes, Groups, names, options.StopGrace) { Ahead = disposals.Add(new ShellsAhead(logger, clock, names, options.ShellsAhead)) };
        _leftovers = new(_processes, places);
        _isolation = bubblewrap is null ? null : new(
            bubblewrap,
            new(Path.Combine(_folder, "isolation", "etc"), names),
            Path.Combine(_folder, "isolation", "system-calls"),
            options.AllowNetwork,
            [.. options.VisiblePaths],
            names);
        _shell = new(processes, clock, names, _isolation);
        var targets = RepositoryTargets.Of(options.RepositoryRewrites);
        CodingMachine = new(
            Path.Combine(_folder, "computers"), options.ComputerPath, targets, door.Bootstraps, _shell, _processes, _isolation is null ? null : names.Login);
        Computers = disposals.Add(new ComputerRegistry(new(
            _folder,
            options.ComputerPath,
            targets,
            new(options.MaxOutputBytes, options.JournalRetention, options.ExecKeyRetention),
            data.Store,
            new(data.Store),
            door,
            _shell,
            _processes,
            options.IdleAfter,
            clock,
            logger)
        { WriteJournal = options.WriteJournal, KeepsStatusAcrossMoves = !options.Extensions }));
    }

    public ControlGroups Groups { get; }

    /// <summary>The shells that wait for commands.</summary>
    public ShellsAhead ShellsAhead => _processes.Ahead!;

    /// <summary>What computers are made of that the registry does not have: those of code sessions.</summary>
    public CodingMachine CodingMachine { get; }

    public ComputerRegistry Computers { get; }

    /// <summary>To be called before the server starts. Ends what an earlier process has left running, and checks that the isolation works.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        await _leftovers.EndComputersAsync(_folder, cancellationToken).ConfigureAwait(false);
        FolderOwner.Claim(_folder, _self);
        await _leftovers.RemoveAsync(Path.GetTempPath(), cancellationToken).ConfigureAwait(false);
        if (_isolation is not null)
        {
            _isolation.Prepare();
            var trial = Path.Combine(_folder, "isolation", "trial");
            await IsolationTrial.RunAsync(_shell, _processes, trial, IsolationOptions.OrNone, cancellationToken).ConfigureAwait(false);
        }
    }
}
