using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a turn begins with.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="Thread">Its thread.</param>
/// <param name="Agent">The agent that answers.</param>
/// <param name="Request">What was asked for.</param>
/// <param name="Scope">What tools are told of the turn.</param>
/// <param name="ClientTools">The tools that the caller runs.</param>
/// <param name="Progress">How far earlier requests have brought the answer.</param>
/// <param name="Trace">Its trace.</param>
/// <param name="StartedAt">When this request began.</param>
internal sealed record TurnSetup(
    string TurnId,
    TurnThread Thread,
    OrgRow<AgentDocument> Agent,
    TurnRequest Request,
    TurnScope Scope,
    IReadOnlyList<ClientTool> ClientTools,
    TurnProgress Progress,
    TurnTrace Trace,
    DateTimeOffset StartedAt)
{
    /// <summary>The span of the request that ended with calls of the caller's tools, as a <c>traceparent</c>; null if there was none, or nobody traced it.</summary>
    public string? EarlierTraceParent { get; init; }

    /// <summary>The model that is asked first.</summary>
    public string ModelId => Request.Model ?? Agent.Document.DefaultModel;
}
