using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>Records who did what with which computer. Rows are only added, and the hash of each row covers all rows before it.</summary>
internal sealed partial class AuditLog : IAsyncDisposable
{
    private static readonly TimeSpan Retention = TimeSpan.FromDays(90);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromHours(1);

    // How far somebody may have set the clock back while a command ran, without a second row for it.
    private static readonly TimeSpan MostSetBack = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Store _store;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ITimer _sweeper;
    // Kept in memory instead of read from the store, so that a check notices rows that somebody has cut off.
    private AuditHead _head;

    public AuditLog(Store store, TimeProvider clock, ILogger logger)
    {
        (_store, _clock, _logger) = (store, clock, logger);
        _head = store.Read(AuditTable.End);
        Sweep();
        _sweeper = clock.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    public AuditHead Head
    {
        get
        {
            lock (_lock)
            {
                return _head;
            }
        }
    }

    /// <summary>Adds a row. If the row can't be written, that is logged, and the recorded action goes on.</summary>
    /// <param name="happened">What the row says.</param>
    /// <param name="also">What else is stored by the same change.</param>
    public void Append(AuditEvent happened, Action<StoreSession>? also = null)
    {
        try
        {
            lock (_lock)
            {
                var row = new AuditRow(
                    _head.Id + 1,
                    _clock.GetUtcNow().ToUnixTimeMilliseconds(),
                    happened.OrgId,
                    happened.AgentId,
                    happened.Actor.Kind,
                    happened.Actor.Id,
                    happened.Action,
                    happened.ExecId,
                    happened.ExitCode,
                    (long?)happened.Duration?.TotalMilliseconds);
                var hash = AuditHash.Of(row, _head.Hash);
                _store.Write(db =>
                {
                    AuditTable.Add(db, row, hash);
                    also?.Invoke(db);
                });
                _head = new(row.Id, hash);
            }
        }
        catch (Exception e)
        {
            LogLost(_logger, happened.Action, happened.AgentId, happened.ExecId, e);
        }
    }

    /// <summary>Adds a row for a command, unless the log has it already: the backend may have been killed just after it wrote the row.</summary>
    /// <param name="happened">What the row says.</param>
    /// <param name="since">When the command came.</param>
    public void AppendOnce(AuditEvent happened, DateTimeOffset since)
    {
        if (!_store.Read(db => AuditTable.HasExec(db, happened.AgentId, happened.ExecId!, since - MostSetBack)))
        {
            Append(happened);
        }
    }

    /// <summary>Whether there is a row for an action that had ended, or was one, before it was removed because of its age.</summary>
    public bool HasToldOf(StoreSession db, AuditEvent happened, DateTimeOffset endedAt) =>
        endedAt < _clock.GetUtcNow() - Retention || AuditTable.HasSince(db, happened.AgentId, happened.Action, endedAt);

    /// <summary>The rows, oldest first: of one agent, or of all.</summary>
    public IReadOnlyList<AuditEntry> Read(string? agentId) =>
        [.. _store.Read(db => AuditTable.Of(db, agentId)).Select(row => row.ToEntry())];

    /// <summary>A page of the rows, the newest first: of one agent, or of all.</summary>
    public IReadOnlyList<AuditEntry> Page(string? agentId, long before, int most) =>
        [.. _store.Read(db => AuditTable.Page(db, agentId, before, most)).Select(row => row.ToEntry())];

    /// <summary>Checks every row, in one state of the store.</summary>
    public AuditVerification Verify(AuditHead? kept, CancellationToken cancellationToken)
    {
        if (_store.IsFile)
        {
            // Commands begin and end meanwhile: their rows wait for the choice of the state, and not for the walk through it.
            return _store.Read(db => AuditChain.Verify(db, EndOfState(db), kept, cancellationToken));
        }

        // A store in memory does one thing after another, and Append takes this lock before it takes the lock of the store.
        lock (_lock)
        {
            return _store.Read(db => AuditChain.Verify(db, _head, kept, cancellationToken));
        }
    }

    /// <summary>Where the log ends in the state of the store that a read sees from its first query on, as this process remembers it.</summary>
    private AuditHead EndOfState(StoreSession db)
    {
        lock (_lock)
        {
            _ = AuditTable.Checkpoint(db);
            return _head;
        }
    }

    public async ValueTask DisposeAsync() => await _sweeper.DisposeAsync().ConfigureAwait(false);

    private void Sweep()
    {
        try
        {
            _store.Write(db => AuditTable.RemoveBefore(db, _clock.GetUtcNow() - Retention));
        }
        catch (Exception e)
        {
            // Nothing else would catch the failure on the timer's thread. The next sweep tries again.
            LogNotSwept(_logger, e);
        }
    }

    [LoggerMessage(LogLevel.Error, "The audit log misses a row: '{Action}' of agent {AgentId}, command {ExecId}, could not be written.")]
    private static partial void LogLost(ILogger logger, string action, string agentId, string? execId, Exception exception);

    [LoggerMessage(LogLevel.Error, "Rows of the audit log that are past their retention could not be removed.")]
    private static partial void LogNotSwept(ILogger logger, Exception exception);
}
