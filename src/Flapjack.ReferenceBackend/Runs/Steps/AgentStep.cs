using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Chat.Threads;
using Flapjack.ReferenceBackend.Chat.Turns;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>
/// A step in which an agent answers. Each attempt has a conversation of its own, in which everything that the agent and its tools did is stored; so a step
/// that the budget ended halfway goes on in it, and no tool runs twice.
/// </summary>
internal sealed class AgentStep(Store store, TurnService turns, TimeProvider clock) : IStepKind
{
    public const string Kind = "agent";

    public string Name => Kind;

    public async Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken)
    {
        var goesOn = store.Read(db => TurnTable.FindNewest(db, call.ThreadId)) is not null;
        var (message, fault) = AgentMessage.Of(call.Step, call.Input);
        if (fault is not null)
        {
            return new() { Fault = fault };
        }

        try
        {
            return await AnswerAsync(call, message, goesOn, cancellationToken).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            return StepOutcome.Failed(refusal.Kind == RefusalKind.NotFound ? "AGENT_NOT_FOUND" : refusal.Code ?? "AGENT_UNAVAILABLE", refusal.Message);
        }
    }

    public Task<StepRecovery> RecoverAsync(StepCall call, CancellationToken cancellationToken) => Task.FromResult(Recover(call));

    private async Task<StepOutcome> AnswerAsync(StepCall call, string message, bool goesOn, CancellationToken cancellationToken)
    {
        AddThread(call);
        var request = new TurnRequest
        {
            Content = goesOn ? null : message,
            Run = new(call.RunnerId, call.RunId, call.TraceId, call.SpanId, call.MayAsk) { Question = message, StandIn = call.Step.AgentId is null ? StandInOf(call) : null },
        };
        var thread = new TurnThread(call.ThreadId, call.OrgId, call.Step.AgentId ?? call.RunnerId);
        var (turn, _) = await turns.BeginAsync(thread, Caller.Of(call.OrgId, [], call.Actor), request, cancellationToken).ConfigureAwait(false);
        // The stop only asks. The turn is awaited below.
        await using (cancellationToken.UnsafeRegister(_ => _ = turn.StopAsync(), null).ConfigureAwait(false))
        {
            await turn.Start().ConfigureAwait(false);
        }

        var row = store.Read(db => TurnTable.Find(db, call.ThreadId, turn.Id));
        if (row?.End?.IsAnswer != true)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return row is null ? AgentGone(call)
            : row.End is { } end ? OutcomeOf(call, turn.Id, end)
            : StepOutcome.Failed(TurnEnd.UnknownCode, "The backend could not record the agent's answer; nobody knows what the agent has done.");
    }

    private StepRecovery Recover(StepCall call)
    {
        if (store.Read(db => TurnTable.FindNewest(db, call.ThreadId)) is not { } turn)
        {
            return StepRecovery.NotBegun;
        }

        // A turn that ended without an answer and without an error was stopped, because the backend was closed.
        return turn.State is TurnState.Ended && turn.End is { } end && (end.IsAnswer || end.ErrorCode is not (null or TurnEnd.UnknownCode))
            ? StepRecovery.Ended(OutcomeOf(call, turn.Id, end))
            : StepRecovery.Unknown;
    }

    private static StepOutcome OutcomeOf(StepCall call, string turnId, TurnEnd end)
    {
        if (end.IsAnswer)
        {
            var text = (string)end.Data["content"]!;
            return StepOutcome.Completed(JsonSerializer.SerializeToElement(new JsonObject
            {
                ["text"] = text,
                ["json"] = StepJson.Parse(text),
                ["thread_id"] = call.ThreadId,
                ["turn_id"] = turnId,
            }));
        }

        return end.ErrorCode switch
        {
            null => StepOutcome.Failed("AGENT_STOPPED", $"Somebody stopped the agent's answer in the thread '{call.ThreadId}'. Start another run."),
            RunTurn.BudgetCode => new() { IsOutOfBudget = true },
            var code => StepOutcome.Failed(code, (string?)end.Data["detail"] ?? "The agent failed."),
        };
    }

    private static StepOutcome AgentGone(StepCall call) => StepOutcome.Failed("AGENT_NOT_FOUND", $"The agent '{call.Step.AgentId}' was deleted while it answered.");

    /// <summary>Makes the conversation of this attempt, unless it is there.</summary>
    private void AddThread(StepCall call)
    {
        var document = new ThreadDocument { AgentId = call.Step.AgentId, Title = $"{call.RunnerName}: {call.Step.Label}", Kind = ThreadKinds.Single };
        var now = clock.GetUtcNow();
        store.Write(db =>
        {
            new OrgReference("agents", "agent", call.Step.AgentId).Check(db, call.OrgId);
            new OrgReference("runners", "runner", call.RunnerId).Check(db, call.OrgId);
            db.Execute(
                """
                INSERT INTO threads (id, org_id, created_at, updated_at, agent_id, runner_id, document)
                VALUES ($id, $org, $now, $now, $agent, $runner, $document) ON CONFLICT DO NOTHING
                """,
                ("$id", call.ThreadId),
                ("$org", call.OrgId),
                ("$now", now),
                ("$agent", call.Step.AgentId),
                ("$runner", call.RunnerId),
                ("$document", JsonSerializer.Serialize(document)));
        });
    }

    /// <summary>Who answers for a step that names no agent: the runner's model, with what is attached to the runner.</summary>
    private OrgRow<AgentDocument> StandInOf(StepCall call)
    {
        var now = clock.GetUtcNow();
        return new(call.RunnerId, call.OrgId, now, now, new() { Name = call.RunnerName, DefaultModel = call.RunnerModel ?? AgentDocument.DefaultModelId });
    }
}
