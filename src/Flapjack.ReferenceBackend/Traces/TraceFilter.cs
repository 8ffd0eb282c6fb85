using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Traces;

/// <summary>Which traces a list has: those that have all of these. What is null does not matter.</summary>
internal sealed record TraceFilter
{
    public string? AgentId { get; init; }

    public string? RunnerId { get; init; }

    public string? ThreadId { get; init; }

    public string? RunId { get; init; }

    public string? Status { get; init; }

    /// <summary>A part of the name. Letters of ASCII count as the same in upper and lower case.</summary>
    public string? Name { get; init; }

    /// <summary>The things that the filter names.</summary>
    public IEnumerable<OrgReference> References =>
        [new("agents", "agent", AgentId), new("runners", "runner", RunnerId), new("threads", "thread", ThreadId), new("runner_runs", "run", RunId)];

    /// <summary>The condition in SQL.</summary>
    /// <remarks>
    /// The things that are named belong to the organization. The plus sign keeps the index of the organization out of it, where a thing of few traces
    /// would be searched for among all traces of the organization.
    /// </remarks>
    public string Sql =>
        ((AgentId ?? RunnerId ?? ThreadId ?? RunId) is null ? "org_id = $org" : "+org_id = $org")
        + (AgentId is null ? "" : " AND agent_id = $agent")
        + (RunnerId is null ? "" : " AND runner_id = $runner")
        + (ThreadId is null ? "" : " AND thread_id = $thread")
        + (RunId is null ? "" : " AND run_id = $run")
        + (Status is null ? "" : " AND status = $status")
        + (Name is null ? "" : " AND instr(lower(name), lower($name)) > 0");

    public (string Name, object? Value)[] Parameters =>
        [("$agent", AgentId), ("$runner", RunnerId), ("$thread", ThreadId), ("$run", RunId), ("$status", Status), ("$name", Name)];
}
