using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>The step of a run in which an agent answers.</summary>
/// <param name="RunnerId">The runner.</param>
/// <param name="RunId">The run.</param>
/// <param name="TraceId">The trace of the step.</param>
/// <param name="SpanId">The span of the step, below which the span of the turn stands.</param>
/// <param name="MayAsk">Whether the runner can pay another call of a model; it is told what the turn has cost so far, in US dollars.</param>
internal sealed record RunTurn(string RunnerId, string RunId, string TraceId, string SpanId, Func<decimal, bool> MayAsk)
{
    /// <summary>The code of a turn that ended because its runner can pay no further call of a model. Everything that the tools did is in the conversation.</summary>
    public const string BudgetCode = "BUDGET_USED_UP";

    /// <summary>What the agent was told. Documents and memories are searched for it, also when the answer goes on after a pause.</summary>
    public required string Question { get; init; }

    /// <summary>Who answers for a step without an agent; null: the agent of the thread.</summary>
    public OrgRow<AgentDocument>? StandIn { get; init; }
}
