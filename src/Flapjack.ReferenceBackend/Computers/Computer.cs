using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Computers.Exec;
using Flapjack.ReferenceBackend.Files;
using Flapjack.ReferenceBackend.Limits;
using Flapjack.ReferenceBackend.Shells;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.Sdk;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>
/// An agent's computer: a folder, a state, and the processes that run in it. What takes time and must not cross (idling, waking,
/// stopping, the folder's making and removal) takes turns; the state itself changes under a lock.
/// </summary>
internal sealed partial class Computer : IAsyncDisposable
{
    private readonly Lock _lock = new();
#pragma warning disable CA2213 // Holds nothing that needs disposal, and a caller may still wait for its turn when the computer goes.
    private readonly SemaphoreSlim _turn = new(1);
#pragma warning restore CA2213
    private readonly ComputerServices _services;
    private readonly ComputerLifecycle _lifecycle;
    private readonly ComputerFolder _folder;
    private readonly ComputerExecs _execs;
    private readonly ComputerStatusReader _statusReader;
    private readonly IdleTimer _idle;
    private readonly List<BootstrapRun> _bootstraps = [];
    private ComputerSetup? _setup;
    private DateTimeOffset _since;
    private DateTimeOffset? _lastUsedAt;
    private bool _isMade;
    private UnstoredEnd? _unstoredEnd;
    private int _running;
    private bool _isDeleted;
    private bool _isClosed;

    /// <summary>The computer of a new agent; it has nothing yet.</summary>
    public Computer(string agentId, ComputerServices services)
        : this(new ComputerRecord(agentId, ComputerId.New(), ComputerLifecycleStatus.None, services.Clock.GetUtcNow(), null), services)
    {
    }

    private Computer(ComputerRecord record, ComputerServices services)
    {
        AgentId = record.AgentId;
        Id = record.ComputerId;
        _services = services;
        _since = record.StatusSince;
        _lastUsedAt = record.LastUsedAt;
        _isMade = record.IsMade;
        _lifecycle = new(record.Status);
        _folder = new(Path.Combine(services.ComputersFolder, AgentId));
        _execs = new(AgentId, services);
        Processes = new(services.ComputerProcesses, Id, _folder.Root);
        _statusReader = new(services.Clock, Processes, _folder, services.KeepsStatusAcrossMoves);
        _idle = new(services.IdleAfter, services.Clock, GoIdleAsync);
    }

    public string AgentId { get; }

    public string Id { get; }

    /// <summary>What callers know the computer by; null when its creation failed, and there is no machine.</summary>
    public string? MadeId
    {
        get
        {
            lock (_lock)
            {
                return _isMade ? Id : null;
            }
        }
    }

    public ComputerProcesses Processes { get; }

    /// <summary>How large it was created; null while it has no setup.</summary>
    public ComputerSizeClass? SizeClass
    {
        get
        {
            lock (_lock)
            {
                return _setup?.SizeClass;
            }
        }
    }

    /// <summary>The ids of the commands and bootstraps whose journals can still be asked for.</summary>
    public IReadOnlyList<string> Journals
    {
        get
        {
            lock (_lock)
            {
                return [.. _bootstraps.Select(run => run.Id), .. _execs.Runs.Select(run => run.Id)];
            }
        }
    }

    /// <summary>Takes a command on, to be started by the caller, or finds the one that the same key stands for.</summary>
    /// <exception cref="KeyReusedException">The key stands for another command.</exception>
    /// <exception cref="ExecGoneException">The key's command has run, and its output is no longer kept.</exception>
    /// <exception cref="ComputerUnavailableException">The computer takes no commands now.</exception>
    /// <exception cref="DirectoryNotFoundException">The working directory is not there, or not inside the workspace.</exception>
    /// <exception cref="LimitExceededException">A rate limit is used up.</exception>
    /// <exception cref="ObjectDisposedException">The backend is closing.</exception>
    public async Task<(ExecRun Run, bool IsNew)> AddOrFindExecAsync(string orgId, AuditActor actor, ExecRequest request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _execs.ForgetOldKeys();
            if (FindOrRefuse(orgId, request) is { } known)
            {
                return (known, false);
            }
        }

        // Without the lock: the files are the computer's, and whoever asks for its state must not wait for them.
        if (_folder.IsDamaged)
        {
            await MendFolderAsync(cancellationToken).ConfigureAwait(false);
        }

        var workingDirectory = _folder.Resolve(request.WorkingDir);
        lock (_lock)
        {
            // A repeat of the key, or the computer's end, may have come in between.
            return FindOrRefuse(orgId, request) is { } other ? (other, false) : (AddExec(orgId, actor, request, workingDirectory), true);
        }
    }

    /// <summary>A command of this computer; null when there was none of that id.</summary>
    /// <exception cref="ExecGoneException">It has run, and its output is no longer kept.</exception>
    public ExecRun? FindExec(string execId)
    {
        lock (_lock)
        {
            return _execs.Find(execId);
        }
    }

    /// <summary>Stops the command that a key stands for; where there is none yet, none may come any more.</summary>
    public Task StopKeyAsync(string orgId, string key)
    {
        lock (_lock)
        {
            return _execs.FindOrBar(orgId, key)?.StopAsync() ?? Task.CompletedTask;
        }
    }

    /// <summary>Stores what could not be stored when it happened, and removes the journals whose time is over.</summary>
    public void Sweep()
    {
        lock (_lock)
        {
            _execs.Sweep();
            if (_unstoredEnd is not null)
            {
                Store(StoreUnstoredEnd);
                _unstoredEnd = null;
            }
        }
    }

    /// <summary>The state as it is now.</summary>
    public ComputerState State
    {
        get
        {
            lock (_lock)
            {
                return new()
                {
                    Id = _isMade ? Id : null,
                    Status = _lifecycle.Status,
                    BootstrapRunId = _bootstraps.Count == 0 ? null : _bootstraps[^1].Id,
                    LastUsedAt = _lastUsedAt,
                };
            }
        }
    }

    /// <summary>The state and the signals; up to ten seconds old, unless the state has changed.</summary>
    public Task<ComputerStatus> ReadStatusAsync() => _statusReader.ReadAsync(() => (State, SizeClass ?? ComputerSizeClass.Medium));

    /// <summary>The command that a request's key stands for; null when the computer may take the request as a new command.</summary>
    private ExecRun? FindOrRefuse(string orgId, ExecRequest request)
    {
        if (_isDeleted)
        {
            throw new ComputerUnavailableException(ComputerLifecycleStatus.Destroyed);
        }

        if (_execs.FindByKey(orgId, request) is { } known)
        {
            return known;
        }

        ObjectDisposedException.ThrowIf(_isClosed, this);
        return _lifecycle.TakesCommands ? null : throw new ComputerUnavailableException(_lifecycle.Status);
    }

    private ExecRun AddExec(string orgId, AuditActor actor, ExecRequest request, string? workingDirectory)
    {
        if (workingDirectory is null)
        {
            throw new DirectoryNotFoundException(request.WorkingDir is null
                ? "The default workingDir '/workspace/app' is a link that is absolute, leaves /workspace or leads nowhere. Remove the link, or name another workingDir."
                : $"workingDir '{request.WorkingDir}' must be a directory inside /workspace that exists. A link on the way must be relative and stay inside.");
        }

        // The last that may refuse: what is refused counts nothing, and binds no key.
        var slot = _services.Limiter?.Take(orgId, AgentId);
        try
        {
            return AddExec(orgId, actor, request, workingDirectory, slot);
        }
        catch
        {
            slot?.Withdraw();
            throw;
        }
    }

    private ExecRun AddExec(string orgId, AuditActor actor, ExecRequest request, string workingDirectory, ExecSlot? slot)
    {
        var environment = ComputerEnvironment.Of(Id, _folder, _services.Path);
        var now = _services.Clock.GetUtcNow();
        var run = _execs.Add(
            orgId,
            actor,
            request,
            new(Processes, ComputerId.NewExec(), request.Command, workingDirectory, environment, request.Timeout, _folder)
            {
                Login = new(_services.Path, _setup?.EnvVars ?? []),
            },
            new(Id, WakeAsync, (start, exit, duration) =>
            {
                slot?.Dispose();
                _services.Audit.Append(new(orgId, AgentId, actor, "exec")
                {
                    ExecId = start.Id,
                    ExitCode = exit?.ExitCode,
                    Duration = exit is null ? null : duration,
                });
                ExecEnded(start, exit, duration);
            }),
            db => ComputerStore.Save(db, new(AgentId, Id, _lifecycle.Status, _since, now, _isMade)));
        _lastUsedAt = now;
        _running++;
        _idle.Stop();
        return run;
    }

    private void ExecEnded(ShellStart start, ShellExit? exit, TimeSpan duration)
    {
        lock (_lock)
        {
            if (exit is not null && TestCommand.IsOne(start.Command))
            {
                _statusReader.TestsEnded(start.Id, start.Command, exit, duration);
            }

            _running--;
            WatchForIdleness();
        }
    }

    /// <summary>Moves, and stores it together with what else changes by that move; that comes first.</summary>
    private void Become(ComputerLifecycleStatus status, Action<StoreSession>? also = null, string? endedRun = null, BootstrapEnd? end = null)
    {
        var before = _lifecycle.Status;
        var now = _services.Clock.GetUtcNow();
        _lifecycle.Move(status, () => Store(
            db =>
            {
                StoreUnstoredEnd(db);
                also?.Invoke(db);
                ComputerStore.Save(db, new(AgentId, Id, status, now, _lastUsedAt, _isMade));
                _services.Moved(db, new(AgentId, _isMade ? Id : null, before, status, endedRun, end));
            },
            makesRoom: status == ComputerLifecycleStatus.Destroyed));
        _unstoredEnd = null;
        _since = now;
        _statusReader.Forget();
        LogMoved(_services.Logger, Id, AgentId, before, status);
    }

    /// <summary>Stores that a bootstrap has failed because its end could not be stored when it came.</summary>
    private void StoreUnstoredEnd(StoreSession db)
    {
        if (_unstoredEnd is var (runId, end))
        {
            BootstrapRunStore.End(db, runId, end);
            ComputerStore.Save(db, new(AgentId, Id, ComputerLifecycleStatus.Error, end.At, _lastUsedAt, _isMade));
            _services.Moved(db, new(AgentId, _isMade ? Id : null, ComputerLifecycleStatus.Bootstrapping, ComputerLifecycleStatus.Error, runId, end));
        }
    }

    // Of a computer whose agent is deleted nothing is stored any more, and nobody is told.
    private void Store(Action<StoreSession> change, bool makesRoom = false)
    {
        if (_isDeleted)
        {
            return;
        }

        if (makesRoom)
        {
            _services.Store.WriteMakingRoom(change);
        }
        else
        {
            _services.Store.Write(change);
        }
    }

    [LoggerMessage(LogLevel.Information, "Computer {ComputerId} of agent {AgentId} went from {Before} to {Now}.")]
    private static partial void LogMoved(ILogger logger, string computerId, string agentId, ComputerLifecycleStatus before, ComputerLifecycleStatus now);

    /// <summary>The end of a bootstrap that the store did not take.</summary>
    private sealed record UnstoredEnd(string RunId, BootstrapEnd End);
}
