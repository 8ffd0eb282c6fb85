using LocalComputers.Storage;

namespace LocalComputers.Computers.Exec;

/// <summary>The commands of one computer: those that run, those that can be read again, and the keys that stand for them.</summary>
/// <remarks>The computer's lock guards which commands there are. No file is made or removed under the lock: the caller that adds or forgets a command does that.</remarks>
internal sealed class ComputerExecs(string agentId, ComputerServices services)
{
    // A journal whose time was over at this time before now may not be removed yet: with its command it is removed by the next sweep.
    private static readonly TimeSpan SweptBehind = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, ExecRun> _runs = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ExecRun> Runs => _runs.Values;

    /// <summary>How many keys have come to stand for a command. A key that stood for none still stands for none while this is the same.</summary>
    public int KeysTaken { get; private set; }

    /// <summary>Takes up the commands that ended in an earlier process; returns when the last of them ended; null when there are none.</summary>
    public DateTimeOffset? Restore()
    {
        foreach (var record in services.Execs.EndedAfter(agentId, services.OldestKeptOutput - SweptBehind))
        {
            _runs[record.Id] = new(record, services);
        }

        return services.Execs.LastEndOf(agentId);
    }

    /// <summary>The command that a request's key stands for; null for a request without a key, or with a new one.</summary>
    /// <exception cref="KeyReusedException">The key stands for another command.</exception>
    /// <exception cref="ExecGoneException">The key's command has run, and its output is no longer kept.</exception>
    public ExecRun? FindByKey(string orgId, ExecRequest request)
    {
        var known = request.IdempotencyKey is { } key ? FindKept(orgId, key) : null;
        return known is null ? null
            : known.BodyHash is not null && !known.BodyHash.AsSpan().SequenceEqual(request.BodyHash()) ? throw new KeyReusedException()
            : Find(known);
    }

    /// <summary>What is stored of a command of this computer; null when there was none of that id. It needs no lock.</summary>
    public ExecRecord? FindRecord(string execId) => services.Execs.Find(agentId, execId);

    /// <summary>The command of a record.</summary>
    /// <exception cref="ExecGoneException">The command has run, and its output is no longer kept.</exception>
    public ExecRun Find(ExecRecord record) =>
        // The command may have ended since the record was read, so the row is read again: a known end must not be told as unknown.
        _runs.TryGetValue(record.Id, out var run) && !IsOver(run) ? run : throw new ExecGoneException(FindRecord(record.Id) ?? record);

    /// <summary>Takes a new command on. Its row is stored before the command starts.</summary>
    /// <param name="orgId">Whose it is.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="run">The command; its journal is begun.</param>
    /// <param name="also">What else is stored by the same change.</param>
    public void Add(string orgId, Actor actor, ExecRequest request, ExecRun run, Action<StoreSession> also)
    {
        services.Store.Write(db =>
        {
            AddRow(db, new(run.Id, orgId, agentId, request.IdempotencyKey, request.BodyHash(), services.Clock.GetUtcNow(), null, null) { Actor = actor });
            also(db);
        });
        KeysTaken += request.IdempotencyKey is null ? 0 : 1;
        _runs[run.Id] = run;
    }

    /// <summary>The running command that a key stands for. A key that stands for no command yet is used up: no command may come with it any more.</summary>
    public ExecRun? FindOrBar(string orgId, string key)
    {
        if (FindKept(orgId, key) is { } known)
        {
            return _runs.GetValueOrDefault(known.Id);
        }

        var now = services.Clock.GetUtcNow();
        var end = services.Door.Execs.Failed(ExecFailure.Stopped, "The command was stopped before it started.");
        services.Store.Write(db => AddRow(db, new(ComputerId.NewExec(), orgId, agentId, key, null, now, now, end.Outcome) { Actor = services.Door.Self }));
        KeysTaken++;
        return null;
    }

    /// <summary>Forgets the commands whose journals' time is over.</summary>
    /// <returns>The forgotten commands; their journals are to be removed without the lock.</returns>
    public IReadOnlyList<ExecRun> ForgetOver()
    {
        ExecRun[] over = [.. _runs.Values.Where(IsOver)];
        foreach (var run in over)
        {
            _runs.Remove(run.Id);
        }

        return over;
    }

    // A key whose time is over stands for nothing, also while its row is still there: the sweep removes it within a minute.
    private ExecRecord? FindKept(string orgId, string key) =>
        services.Execs.FindByKey(orgId, agentId, key) is { } known && !(known.EndedAt < services.OldestKeptEnd) ? known : null;

    private void AddRow(StoreSession db, ExecRecord exec)
    {
        if (exec.Key is not null)
        {
            ExecStore.RemoveKeyEndedBefore(db, exec, services.OldestKeptEnd);
        }

        ExecStore.Add(db, exec);
    }

    // Until the store has the end of the command, only the journal has it.
    private bool IsOver(ExecRun run) => run.IsEndStored && IsOver(run.EndedAt);

    private bool IsOver(DateTimeOffset? endedAt) => endedAt + services.Limits.JournalRetention <= services.Clock.GetUtcNow();
}
