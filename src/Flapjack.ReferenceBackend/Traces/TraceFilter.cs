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
    /// The search uses the index of the first thing in <see cref="Things"/> that the filter names. The plus signs keep SQLite from using the index of
    /// another thing, because it would then, for example, read all traces of a runner to find those of one run.
    /// </remarks>
    public string Sql =>
        string.Join(" AND ", Things.Where(thing => thing.IsNamed).Select((thing, n) => $"{(n == 0 ? "" : "+")}{thing.Column} = {thing.Parameter}"))
        + (Status is null ? "" : " AND status = $status")
        + (Name is null ? "" : " AND instr(lower(name), lower($name)) > 0");

    public (string Name, object? Value)[] Parameters =>
        [("$agent", AgentId), ("$runner", RunnerId), ("$thread", ThreadId), ("$run", RunId), ("$status", Status), ("$name", Name)];

    /// <summary>The columns with an index, the one with the fewest traces first. An agent of a runner may also answer in chats and in other runners.</summary>
    private (string Column, string Parameter, bool IsNamed)[] Things =>
    [
        ("run_id", "$run", RunId is not null),
        ("thread_id", "$thread", ThreadId is not null),
        ("runner_id", "$runner", RunnerId is not null),
        ("agent_id", "$agent", AgentId is not null),
        ("org_id", "$org", true),
    ];
}
