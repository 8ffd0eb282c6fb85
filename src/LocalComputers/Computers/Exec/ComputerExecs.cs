using LocalComputers.Shells;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;

namespace LocalComputers.Computers.Exec;

/// <summary>The commands of one computer: those that run, those that can be read again, and the keys that stand for them. Its computer's lock guards it.</summary>
internal sealed partial class ComputerExecs(string agentId, ComputerServices services)
{
    private readonly Dictionary<string, ExecRun> _runs = new(StringComparer.Ordinal);

    public IReadOnlyCollection<ExecRun> Runs => _runs.Values;

    /// <summary>Takes up the commands that ended in an earlier process; returns when the last of them did, null for none.</summary>
    public DateTimeOffset? Restore()
    {
        var ended = services.Execs.OfAgent(agentId);
        foreach (var record in ended.Where(record => !IsOver(record.EndedAt)))
        {
            _runs[record.Id] = new(record, services);
        }

        return ended.Max(record => record.EndedAt);
    }

    /// <summary>Removes the keys whose time is over, so that they may stand for new commands.</summary>
    public void ForgetOldKeys()
    {
        try
        {
            services.Execs.RemoveEndedBefore(services.Clock.GetUtcNow() - services.Limits.KeyRetention);
        }
        catch (StoreException e)
        {
            // On a full disk, for example: whoever asks for a command that is known must be answered all the same.
            LogNotForgotten(services.Logger, agentId, e);
        }
    }

    /// <summary>The command that a request's key stands for; null for a request without a key, or with a new one.</summary>
    /// <exception cref="KeyReusedException">The key stands for another command.</exception>
    /// <exception cref="ExecGoneException">The key's command has run, and its output is no longer kept.</exception>
    public ExecRun? FindByKey(string orgId, ExecRequest request)
    {
        var known = request.IdempotencyKey is { } key ? services.Execs.FindByKey(orgId, agentId, key) : null;
        return known is null ? null
            : known.BodyHash is not null && !known.BodyHash.AsSpan().SequenceEqual(request.BodyHash()) ? throw new KeyReusedException()
            : Find(known);
    }

    /// <summary>A command of this computer; null when there was none of that id.</summary>
    /// <exception cref="ExecGoneException">It has run, and its output is no longer kept.</exception>
    public ExecRun? Find(string execId) => services.Execs.Find(agentId, execId) is { } record ? Find(record) : null;

    /// <summary>Takes a new command on: its row is there before anything of it happens.</summary>
    /// <param name="orgId">Whose it is.</param>
    /// <param name="actor">Who asked for it.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="start">What is started.</param>
    /// <param name="host">Where.</param>
    /// <param name="also">What else is stored by the same change.</param>
    public ExecRun Add(string orgId, Actor actor, ExecRequest request, ShellStart start, ExecHost host, Action<StoreSession> also)
    {
        // Its journal first: a row without one would bind its key to a command that can never run.
        var run = new ExecRun(start, host, services);
        try
        {
            services.Store.Write(db =>
            {
                ExecStore.Add(db, new(start.Id, orgId, agentId, request.IdempotencyKey, request.BodyHash(), services.Clock.GetUtcNow(), null, null) { Actor = actor });
                also(db);
            });
        }
        catch
        {
            run.RemoveJournal();
            throw;
        }

        return _runs[start.Id] = run;
    }

    /// <summary>The running command that a key stands for; where there is none yet, none may come any more.</summary>
    public ExecRun? FindOrBar(string orgId, string key)
    {
        ForgetOldKeys();
        if (services.Execs.FindByKey(orgId, agentId, key) is { } known)
        {
            return _runs.GetValueOrDefault(known.Id);
        }

        var now = services.Clock.GetUtcNow();
        var end = services.Door.Execs.Failed(ExecFailure.Stopped, "The command was stopped before it started.");
        services.Execs.Add(new(ComputerId.NewExec(), orgId, agentId, key, null, now, now, end.Outcome) { Actor = services.Door.Self });
        return null;
    }

    /// <summary>Stores the ends that could not be stored when they came, and removes the journals whose time is over.</summary>
    public void Sweep()
    {
        foreach (var run in _runs.Values)
        {
            run.StoreEnd();
        }

        foreach (var run in _runs.Values.Where(IsOver).ToArray())
        {
            Remove(run);
        }
    }

    private ExecRun Find(ExecRecord record)
    {
        if (_runs.TryGetValue(record.Id, out var run) && IsOver(run))
        {
            Remove(run);
            run = null;
        }

        return run ?? throw new ExecGoneException(record);
    }

    // Until its end is stored, its journal alone knows it.
    private bool IsOver(ExecRun run) => run.IsEndStored && IsOver(run.EndedAt);

    private bool IsOver(DateTimeOffset? endedAt) => endedAt + services.Limits.JournalRetention <= services.Clock.GetUtcNow();

    private void Remove(ExecRun run)
    {
        _runs.Remove(run.Id);
        run.RemoveJournal();
    }

    [LoggerMessage(LogLevel.Warning, "Idempotency keys of agent {AgentId} that are past their time could not be removed; the next command tries again.")]
    private static partial void LogNotForgotten(ILogger logger, string agentId, Exception exception);
}
