using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.Sdk;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Checks what a request sends against what its thread waits for, and stores the request together with its turn.</summary>
internal sealed class TurnBeginning(TurnServices services, TurnThread thread, TurnRequest request)
{
    private readonly DateTimeOffset _now = services.Clock.GetUtcNow();

    /// <summary>Stores the turn, the message, and the results of tools, as one change.</summary>
    /// <exception cref="Refusal">The results fit to no call, or the thread is gone.</exception>
    public TurnSetup Store(StoreSession db, string turnId, Actor actor)
    {
        new OrgReference("threads", "thread", thread.Id).Check(db, thread.OrgId);
        var agent = request.Run?.StandIn ?? services.Agents.Find(db, thread.OrgId, thread.AgentId);
        var waiting = TurnTable.FindWaiting(db, thread.Id);
        if (waiting is not null && waiting.Waiting!.ExpiresAt <= _now)
        {
            WaitingTurns.Expire(db, waiting, _now);
            waiting = null;
        }

        Check(db, waiting?.Waiting);
        var goesOn = request.Content is null ? waiting?.Waiting : null;
        var progress = goesOn?.Progress ?? NewProgress();
        if (request.Key is { } key)
        {
            TurnTable.ReleaseKey(db, thread.Id, key, _now - services.Limits.KeyRetention);
        }

        TurnTable.Add(db, new(turnId, thread.OrgId, thread.Id, request.Key, request.BodyHash, TurnState.Running, _now, progress.TraceId));
        if (waiting is not null)
        {
            AddResults(db, turnId);
            TurnTable.Leave(db, waiting.Id, TurnState.Ended);
            if (goesOn is null)
            {
                WaitingTurns.EndTrace(db, waiting, _now, "The user wrote another message before the agent had answered with the results of the caller's tools.");
            }
        }

        if (request.Content is { } content)
        {
            MessageTable.Add(db, NewMessage(turnId, MessageRow.User, content) with { SenderId = request.SenderId });
        }

        var trace = new TurnTrace(services.Clock, TraceOf(agent.Document.Name, progress), progress.RootSpanId, progress.Question, request.Run?.SpanId);
        if (goesOn is not null)
        {
            EndCalls(trace, goesOn);
        }

        trace.Save(db);
        return new(turnId, thread, agent, request, ScopeOf(turnId, actor, progress), request.Tools ?? goesOn?.Tools ?? [], progress, trace, _now)
        {
            EarlierTraceParent = goesOn?.TraceParent,
        };
    }

    /// <exception cref="Refusal">410 or 422.</exception>
    private void Check(StoreSession db, WaitingTurn? waiting)
    {
        if (request.ToolResults.Count == 0)
        {
            return;
        }

        if (waiting is null)
        {
            throw TurnTable.HasExpired(db, thread.Id)
                ? Refusal.Gone("TOOL_CALLS_EXPIRED", $"The results came too late: the thread '{thread.Id}' waits for results for {services.Limits.ClientTools}. Send the message again.")
                : new Refusal(RefusalKind.Contradiction, "NO_PENDING_TOOL_CALLS", $"The thread '{thread.Id}' waits for no results of tools. Send content instead of toolResults.");
        }

        var pending = waiting.Calls.Select(call => call.Id).ToHashSet(StringComparer.Ordinal);
        if (request.ToolResults.FirstOrDefault(result => !pending.Contains(result.ToolCallId)) is { } unknown)
        {
            throw new Refusal(
                RefusalKind.Contradiction,
                "UNKNOWN_TOOL_CALL",
                $"toolResults answers the call '{unknown.ToolCallId}', for which the thread does not wait. It waits for: {string.Join(", ", pending)}.");
        }

        pending.ExceptWith(request.ToolResults.Select(result => result.ToolCallId));
        if (pending.Count > 0 && request.Content is null)
        {
            throw new Refusal(RefusalKind.Contradiction, "MISSING_TOOL_RESULTS", $"toolResults must answer every call of requires_action. It lacks: {string.Join(", ", pending)}.");
        }
    }

    private TurnProgress NewProgress() => new() { Question = request.Content ?? request.Run?.Question ?? "", SenderId = request.SenderId, TraceId = request.Run?.TraceId ?? NewId(), RootSpanId = NewId(), StartedAt = _now };

    private FlapjackTrace TraceOf(string agentName, TurnProgress progress) => new()
    {
        Id = progress.TraceId,
        OrgId = thread.OrgId,
        AgentId = thread.AgentId,
        ThreadId = thread.Id,
        SessionId = thread.Id,
        UserId = progress.SenderId,
        Name = agentName,
        Status = TraceStatus.Running,
        StartedAt = progress.StartedAt,
    };

    private TurnScope ScopeOf(string turnId, Actor actor, TurnProgress progress) => new()
    {
        OrgId = thread.OrgId,
        AgentId = thread.AgentId,
        RunnerId = request.Run?.RunnerId,
        ThreadId = thread.Id,
        TurnId = turnId,
        Actor = actor,
        SenderId = progress.SenderId,
        Text = progress.Question,
        ResourceBindings = request.ResourceBindings ?? thread.ResourceBindings,
        Overrides = request.Overrides,
    };

    private void AddResults(StoreSession db, string turnId)
    {
        foreach (var result in request.ToolResults)
        {
            MessageTable.Add(db, NewMessage(turnId, MessageRow.Tool, result.Result.GetRawText()) with { ToolCallId = result.ToolCallId });
        }
    }

    private void EndCalls(TurnTrace trace, WaitingTurn waiting)
    {
        var results = request.ToolResults.ToDictionary(result => result.ToolCallId, result => result.Result, StringComparer.Ordinal);
        foreach (var (call, spanId) in waiting.Calls.Zip(waiting.SpanIds))
        {
            trace.End(trace.Resume(spanId, TraceSpanKind.Tool, call.Name, call.ParseArguments(), waiting.AskedAt), results[call.Id]);
        }
    }

    private MessageRow NewMessage(string turnId, string role, string content) =>
        new() { Id = NewId(), ThreadId = thread.Id, TurnId = turnId, Role = role, Content = content, CreatedAt = _now };

    private string NewId() => Guid.CreateVersion7(_now).ToString();
}
