using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Traces;

/// <summary>Which traces a list shows: the traces that match every property that is not null.</summary>
internal sealed record TraceFilter
{
    public string? AgentId { get; init; }

    public string? RunnerId { get; init; }

    public string? ThreadId { get; init; }

    public string? RunId { get; init; }

    public string? Status { get; init; }

    /// <summary>A part of the name. Letters of ASCII count as the same in upper and lower case.</summary>
    public string? Name { get; init; }

    /// <summary>The things that the filter names, so that the query can check that they exist and belong to the organization.</summary>
    public IEnumerable<OrgReference> References =>
        [new("agents", "agent", AgentId), new("runners", "runner", RunnerId), new("threads", "thread", ThreadId), new("runner_runs", "run", RunId)];

    /// <summary>The condition in SQL.</summary>
    /// <remarks>
    /// An agent, runner, thread or run that the filter names belongs to the organization (<see cref="References"/> checks it), and has an index of its own.
    /// The plus sign keeps SQLite from using the organization's index instead, because it would then read all traces of the organization to find few.
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
