using LocalComputers.Computers.Bootstrap;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers;

/// <summary>A computer's state, stored with each move of it. Its computer's lock guards it.</summary>
internal sealed partial class StoredLifecycle
{
    private static readonly TimeSpan UseIsStoredEvery = TimeSpan.FromMinutes(1);

    private readonly ComputerServices _services;
    private readonly Action _moved;
    private readonly ComputerLifecycle _lifecycle;
    private DateTimeOffset _since;
    private DateTimeOffset _storedUse;
    private UnstoredEnd? _unstoredEnd;

    /// <param name="record">What was stored last.</param>
    /// <param name="services">What the computers of a backend share.</param>
    /// <param name="moved">Called after each move.</param>
    public StoredLifecycle(ComputerRecord record, ComputerServices services, Action moved)
    {
        AgentId = record.AgentId;
        ComputerId = record.ComputerId;
        _services = services;
        _moved = moved;
        _lifecycle = new(record.Phase);
        _since = record.PhaseSince;
        LastUsedAt = record.LastUsedAt;
        IsMade = record.IsMade;
    }

    public string AgentId { get; }

    public string ComputerId { get; }

    public ComputerPhase Phase => _lifecycle.Phase;

    /// <inheritdoc cref="ComputerLifecycle.TakesCommands"/>
    public bool TakesCommands => _lifecycle.TakesCommands;

    /// <inheritdoc cref="ComputerLifecycle.Sleeps"/>
    public bool Sleeps => _lifecycle.Sleeps;

    public bool MayBootstrap => _lifecycle.Allows(ComputerPhase.Bootstrapping);

    /// <summary>Whether there is a machine; false while its creation has failed.</summary>
    public bool IsMade { get; set; }

    /// <summary>What callers know the computer by; null when there is no machine.</summary>
    public string? MadeId => IsMade ? ComputerId : null;

    /// <summary>When its last command or program came; null before the first.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Whether the agent is deleted. Then nothing of the computer is stored any more, and nobody is told of its moves.</summary>
    public bool IsDeleted { get; private set; }

    /// <summary>Whether the backend ends: the computer is for the next process.</summary>
    public bool IsClosed { get; private set; }

    public void Delete() => IsDeleted = true;

    public void Close() => IsClosed = true;

    /// <summary>Makes a move and stores it, in one change with what else changes by that move.</summary>
    /// <param name="phase">The new phase.</param>
    /// <param name="also">What else changes.</param>
    /// <param name="endedRun">The bootstrap whose end this move is; null for every other move.</param>
    /// <param name="end">How that bootstrap ended.</param>
    /// <param name="saveAgent">Stores the agent, before the computer; null when the agent is stored. If the agent is gone, nothing of the computer is stored.</param>
    /// <exception cref="InvalidOperationException">There is no such move.</exception>
    /// <exception cref="StoreException">The disk is full, for example: there was no move.</exception>
    public void Become(
        ComputerPhase phase, Action<StoreSession>? also = null, string? endedRun = null, BootstrapEnd? end = null, Action<StoreSession>? saveAgent = null)
    {
        var before = _lifecycle.Phase;
        var now = _services.Clock.GetUtcNow();
        _lifecycle.Move(phase, () => Store(
            db =>
            {
                StoreUnstoredEnd(db);
                SaveMove(db, new(AgentId, ComputerId, phase, now, LastUsedAt, IsMade), saveAgent);
                also?.Invoke(db);
                _services.Door.ComputerMoved(db, new(AgentId, MadeId, before, phase, endedRun, end));
            },
            makesRoom: phase == ComputerPhase.Destroyed));
        _unstoredEnd = null;
        _since = now;
        _moved();
        LogMoved(_services.Logger, ComputerId, AgentId, before, phase);
    }

    /// <summary>Moves to error because a bootstrap's end could not be stored. The end is stored with the next move, or by <see cref="StoreUnstoredEnd()"/>.</summary>
    public void FailUnstored(string runId, BootstrapEnd end)
    {
        _lifecycle.Move(ComputerPhase.Error, () => { });
        _unstoredEnd = new(runId, end with { Phase = ComputerPhase.Error });
        _moved();
    }

    /// <summary>Stores that a bootstrap has failed, if the store did not take that when the bootstrap failed.</summary>
    public void StoreUnstoredEnd()
    {
        if (_unstoredEnd is not null)
        {
            Store(StoreUnstoredEnd);
            _unstoredEnd = null;
        }
    }

    /// <summary>Stores that a command has come, as part of that change; set <see cref="LastUsedAt"/> when it is stored.</summary>
    public void StoreUse(StoreSession db, DateTimeOffset at) => ComputerStore.Save(db, new(AgentId, ComputerId, Phase, _since, at, IsMade));

    private void StoreUnstoredEnd(StoreSession db)
    {
        if (_unstoredEnd is var (runId, end))
        {
            BootstrapRunStore.End(db, runId, end);
            ComputerStore.Save(db, new(AgentId, ComputerId, ComputerPhase.Error, end.At, LastUsedAt, IsMade));
            _services.Door.ComputerMoved(db, new(AgentId, MadeId, ComputerPhase.Bootstrapping, ComputerPhase.Error, runId, end));
        }
    }

    /// <summary>
    /// Says that a program has come. The store learns it at most once a minute, because a write for each of many short programs would take longer than
    /// they do. A store that does not take it, because the disk is full, keeps no program from its start.
    /// </summary>
    public void UseByProgram(DateTimeOffset at)
    {
        LastUsedAt = at;
        if (IsDeleted || at - _storedUse < UseIsStoredEvery)
        {
            return;
        }

        try
        {
            _services.Store.Write(db => StoreUse(db, at));
            _storedUse = at;
        }
        catch (StoreException e)
        {
            LogUseNotStored(_services.Logger, ComputerId, e);
        }
    }

    private static void SaveMove(StoreSession db, ComputerRecord computer, Action<StoreSession>? saveAgent)
    {
        if (saveAgent is null)
        {
            ComputerStore.Save(db, computer);
        }
        else
        {
            saveAgent(db);
            ComputerStore.Put(db, computer);
        }
    }

    private void Store(Action<StoreSession> change, bool makesRoom = false)
    {
        if (IsDeleted)
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

    [LoggerMessage(LogLevel.Warning, "It could not be stored that computer {ComputerId} was used.")]
    private static partial void LogUseNotStored(ILogger logger, string computerId, Exception exception);

    [LoggerMessage(LogLevel.Information, "Computer {ComputerId} of agent {AgentId} went from {Before} to {Now}.")]
    private static partial void LogMoved(ILogger logger, string computerId, string agentId, ComputerPhase before, ComputerPhase now);

    /// <summary>The end of a bootstrap that the store did not take.</summary>
    private sealed record UnstoredEnd(string RunId, BootstrapEnd End);
}
