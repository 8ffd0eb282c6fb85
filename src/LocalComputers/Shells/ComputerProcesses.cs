using LocalComputers.Files;
using LocalComputers.Processes;
using LocalComputers.Processes.Groups;

namespace LocalComputers.Shells;

/// <summary>The processes of one computer: started within its limits, listed, and ended together.</summary>
internal sealed class ComputerProcesses
{
    private readonly ComputerProcessServices _services;
    private readonly string _computerId;
    private readonly string _folder;
    private readonly ComputerGroups _groups;
    private readonly LimitMarks? _marks;
    private readonly ulong? _markOfComputer;
    private readonly Lock _lock = new();
    private readonly List<string> _running = [];
    private readonly HashSet<string> _ahead = new(StringComparer.Ordinal);
    private int _starts;
    private int _startsThatEnded;
    private int _emptyLooks;
    private bool _hasGroups;
    private TimeSpan _processorTimeOfEarlierGroups;
    private TimeSpan _processorTimeTaken;

    /// <param name="services">What the computers of a backend share.</param>
    /// <param name="computerId">The computer's id; each of its processes carries it as <see cref="HostNames.ComputerMarker"/>.</param>
    /// <param name="folder">The computer's own folder.</param>
    public ComputerProcesses(ComputerProcessServices services, string computerId, string folder)
    {
        _services = services;
        _computerId = computerId;
        _folder = folder;
        _groups = services.Groups.For(computerId);
        _marks = services.Marks;
        _markOfComputer = _marks?.OfComputer(folder);
        services.Signs.AddFolder(Path.GetDirectoryName(folder)!);
        BackgroundLog = new(Path.Combine(folder, "background.log"));
    }

    /// <summary>What they may use together; takes effect when the first one starts after a stop.</summary>
    public ResourceLimits Limits { get; set; } = ResourceLimits.Default;

    /// <summary>What background processes write after the end of their command.</summary>
    public BackgroundLog BackgroundLog { get; }

    /// <summary>The shell that waits for the next command.</summary>
    public AheadOfComputer Ahead { get; } = new();

    // Each process of the computer comes from one that was started here. When all were found to have ended, none is left until the next start.
    private bool MayRun => _services.EarlierMayRun || _starts != _startsThatEnded;

    /// <summary>The shell that has waited for a command like this one, with the command; null if there is none. Tell <see cref="Ended"/> as after <see cref="Start"/>.</summary>
    public WaitingShell? TakeAhead(ShellStart start) => _services.Ahead?.Take(start);

    /// <summary>Starts a shell that waits for the next command, in the background, if that command is likely to be like this one.</summary>
    public void PrepareAhead(ShellStart like) => _services.Ahead?.Prepare(like);

    /// <summary>Says that the computer has begun to run processes, or goes on to.</summary>
    public void Open() => Ahead.IsOpen = true;

    /// <summary>Makes of a shell that waits the shell of a command.</summary>
    /// <returns>False if the shell does not take the command; the shell then keeps its own id.</returns>
    public bool HandOver(WaitingShell shell, ShellStart start)
    {
        Rename(shell.Id, start.Id);
        lock (_lock)
        {
            // From here on it may start anything.
            CountStart();
            _ahead.Remove(shell.Id);
        }

        if (shell.HandOver(start, id => _marks is null || Prelude.SetMarkOf(id, _marks.OfCommand(start.Id))))
        {
            return true;
        }

        Rename(start.Id, shell.Id);
        return false;
    }

    /// <summary>How long processes of the computer have used processors since this was asked last; zero where nothing tells.</summary>
    public TimeSpan TakeProcessorTime()
    {
        lock (_lock)
        {
            var all = _processorTimeOfEarlierGroups + (_groups.Tree?.ProcessorTime() ?? TimeSpan.Zero);
            var taken = all > _processorTimeTaken ? all - _processorTimeTaken : TimeSpan.Zero;
            _processorTimeTaken += taken;
            return taken;
        }
    }

    /// <summary>Changes what all processes may use together, also those that run.</summary>
    /// <exception cref="IOException">The kernel refused, for example because the processes use more memory than that. Nothing has changed.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not change the limits.</exception>
    public void Resize(ResourceLimits limits)
    {
        lock (_lock)
        {
            try
            {
                _groups.SetLimits(limits);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                _groups.SetLimits(Limits);
                throw;
            }

            Limits = limits;
        }
    }

    /// <summary>Starts a command's first process. Tell <see cref="Ended"/> when the command is over, also when it could not be started.</summary>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    public ChildProcess Start(string commandId, ProcessStart start) => StartProcess(commandId, start, isAhead: false);

    /// <summary>The same for a shell that has no command yet: until it gets one, or ends, it starts nothing that outlives it, so nobody looks for that.</summary>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    public ChildProcess StartAhead(string shellId, ProcessStart start) => StartProcess(shellId, start, isAhead: true);

    private ChildProcess StartProcess(string commandId, ProcessStart start, bool isAhead)
    {
        IReadOnlyList<Hierarchy> groups;
        lock (_lock)
        {
            _hasGroups = true;
            groups = _groups.MakeFor(commandId, Limits);
            // From now on the command's group is not removed as a group without processes.
            _running.Add(commandId);
            if (isAhead)
            {
                _ahead.Add(commandId);
            }
            else
            {
                CountStart();
            }
        }

        return _services.Host.Start(start with
        {
            Prelude = _services.Host.Limits is { } host ? PreludeOf(commandId, groups, host) : null,
        });
    }

    /// <summary>Ends a command with all that it started: SIGTERM, the grace, SIGKILL.</summary>
    public Task StopCommandAsync(string commandId, ChildProcess child) => StopAsync(commandId, ScopeToStop(commandId, child), _services.Grace);

    /// <summary>The same by SIGKILL at once.</summary>
    public Task KillCommandAsync(string commandId, ChildProcess child) => StopAsync(commandId, ScopeToStop(commandId, child), TimeSpan.Zero);

    /// <summary>Sends a signal, by its number, to a command and to all that it has started by now.</summary>
    /// <param name="commandId">The command's mark.</param>
    /// <param name="child">Its first process.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="sparesFirst">Whether the first process gets no signal, because it only leads to the command.</param>
    public async Task SignalCommandAsync(string commandId, ChildProcess child, int signal, bool sparesFirst)
    {
        var table = _services.Host.Table;
        if (!table.IsAvailable)
        {
            child.Signal(signal);
            return;
        }

        foreach (var member in await _services.Tree.MembersOfAsync(ScopeOf(commandId, child, group: null)).ConfigureAwait(false))
        {
            if (!sparesFirst || member.Id != child.Id)
            {
                ProcessSignal.Send(table, member, signal);
            }
        }
    }

    private ProcessScope ScopeToStop(string commandId, ChildProcess child)
    {
        lock (_lock)
        {
            return ScopeOf(commandId, child, _groups.Stop(commandId));
        }
    }

    private ProcessScope ScopeOf(string commandId, ChildProcess child, ControlGroup? group) => new()
    {
        Markers = [$"{_services.Names.CommandMarker}={commandId}"],
        Marks = _marks is null ? [] : [_marks.OfCommand(commandId)],
        RootProcessId = child.Id,
        Group = group,
        StartedSince = _services.Begin,
    };

    /// <summary>Says that a command is over. What it left running goes on in the background.</summary>
    public void Ended(string commandId)
    {
        lock (_lock)
        {
            _running.Remove(commandId);
            if (_ahead.Remove(commandId))
            {
                // Login files of the system may have left something running.
                CountStart();
            }

            _groups.RemoveEmpty(_running);
        }
    }

    /// <summary>Ends everything that runs on the computer: SIGTERM, the grace, SIGKILL.</summary>
    public async Task StopAllAsync()
    {
        if (_services.Ahead is { } ahead)
        {
            await ahead.EndAsync(this).ConfigureAwait(false);
        }

        int starts;
        lock (_lock)
        {
            if (!MayRun)
            {
                if (_hasGroups)
                {
                    // Looks have found that nothing runs any more.
                    RemoveGroups();
                    _hasGroups = false;
                }

                return;
            }

            starts = _starts;
        }

        var allEnded = await StopAsync(_computerId, Scope(), _services.Grace).ConfigureAwait(false);
        lock (_lock)
        {
            RemoveGroups();
            if (allEnded && _running.Count == 0)
            {
                _startsThatEnded = starts;
                _hasGroups = _starts != starts;
            }
        }
    }

    /// <summary>Everything that runs on the computer now.</summary>
    public async Task<IReadOnlyList<ProcessStat>> AllAsync()
    {
        int starts, emptyLooks;
        bool isQuiet;
        lock (_lock)
        {
            if (!MayRun)
            {
                return [];
            }

            (starts, emptyLooks, isQuiet) = (_starts, _emptyLooks, _running.TrueForAll(_ahead.Contains));
        }

        var all = await _services.Tree.MembersOfAsync(Scope()).ConfigureAwait(false);
        lock (_lock)
        {
            if (starts == _starts)
            {
                var ahead = Ahead.Shell?.Child.Id;
                Looked(emptyLooks, isQuiet && all.All(process => process.Session == ahead));
            }
        }

        return all;
    }

    // Two looks that find nothing, the second begun behind the first, as when a computer is stopped: one look may overlook a process in the midst of an exec.
    private void Looked(int emptyLooksBefore, bool foundNothing)
    {
        if (!foundNothing)
        {
            _emptyLooks = 0;
        }
        else if (_emptyLooks >= emptyLooksBefore)
        {
            _emptyLooks = Math.Max(_emptyLooks, emptyLooksBefore + 1);
            _startsThatEnded = _emptyLooks > 1 ? _starts : _startsThatEnded;
        }
    }

    /// <summary>Lets everything that runs on the computer now stand still. What is started meanwhile runs.</summary>
    /// <returns>To be disposed of when it is to go on.</returns>
    public Task<ProcessPause> PauseAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!MayRun)
            {
                return Task.FromResult(ProcessPause.OfNone(_services.Host.Table));
            }
        }

        return _services.Tree.PauseAsync(Scope(), cancellationToken);
    }

    /// <summary>What runs on the computer although its command is over.</summary>
    public IReadOnlyList<LeftRunning> Background()
    {
        HashSet<string> running;
        lock (_lock)
        {
            running = [.. _running];
        }

        var table = _services.Host.Table;
        // Programs of the login files, which live for an instant, carry nothing that tells whose they are while they start and end.
        var ahead = Ahead.Shell?.Child.Id;
        return
        [
            .. _services.Tree.MembersOf(Scope())
                .Where(process => process.Session != ahead)
                .Select(process => new LeftRunning(
                    process.Id,
                    string.Join(' ', table.ArgumentsOf(process.Id)),
                    table.StartedAt(process),
                    table.VariablesOf(process.Id).ValueOf(_services.Names.CommandMarker) ?? GroupedCommandOf(process.Id)))
                .Where(process => process.ExecId is null ? table.Find(process.Id) is { IsZombie: false } : !running.Contains(process.ExecId)),
        ];
    }

    // The time of a group goes with the group.
    private void RemoveGroups()
    {
        var used = _groups.Tree?.ProcessorTime() ?? TimeSpan.Zero;
        _groups.Remove();
        if (_groups.Tree is { } tree && !Directory.Exists(tree.Directory))
        {
            _processorTimeOfEarlierGroups += used;
        }
    }

    private void CountStart()
    {
        _starts++;
        _emptyLooks = 0;
    }

    private void Rename(string from, string to)
    {
        lock (_lock)
        {
            _running.Remove(from);
            _running.Add(to);
            _groups.Rename(from, to);
        }
    }

    private string? GroupedCommandOf(int processId)
    {
        lock (_lock)
        {
            return _groups.CommandOf(processId);
        }
    }

    private Prelude PreludeOf(string commandId, IReadOnlyList<Hierarchy> groups, HostLimits host)
    {
        var prelude = Prelude.Of([.. groups.Select(group => group.JoinFile)], host, _marks?.OfCommand(commandId), _markOfComputer);
        return groups.Any(group => group.IsV2) ? prelude : prelude with { WaysBack = [.. groups.Select(group => group.WayBack!)] };
    }

    private ProcessScope Scope() => new()
    {
        Markers = [$"{_services.Names.ComputerMarker}={_computerId}"],
        Marks = _markOfComputer is { } mark ? [mark] : [],
        Folder = RealPath.Of(_folder),
        SparedVariable = _services.Names.ComputerMarker,
        Group = _groups.Tree,
        StartedSince = _services.Begin,
    };

    /// <returns>Whether none is left.</returns>
    private async Task<bool> StopAsync(string name, ProcessScope scope, TimeSpan grace)
    {
        var survivors = await _services.Tree.StopAsync(scope, grace, CancellationToken.None).ConfigureAwait(false);
        if (survivors.Count > 0)
        {
            ProcessLog.SurvivorsLeftBehind(_services.Host.Logger, survivors.Count, name, string.Join(", ", survivors));
        }

        return survivors.Count == 0;
    }
}
