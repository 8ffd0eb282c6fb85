namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Whose events of a period are counted. Each scope has an index that holds all that is counted, so the events of others cost nothing.</summary>
/// <param name="Column">The column that names the organization, the agent or the runner. It is a part of statements, and comes from no request.</param>
/// <param name="Id">The id of the organization, the agent or the runner.</param>
/// <param name="Period">The days.</param>
internal sealed record UsageScope(string Column, string Id, UsagePeriod Period)
{
    public static UsageScope Org(string id, UsagePeriod period) => new("org_id", id, period);

    public static UsageScope Agent(string id, UsagePeriod period) => new("agent_id", id, period);

    public static UsageScope Runner(string id, UsagePeriod period) => new("runner_id", id, period);

    /// <summary>The condition of a statement.</summary>
    public string Sql => $"{Column} = $id AND at >= $start AND at < $end";

    /// <summary>The values of the condition.</summary>
    public (string Name, object? Value)[] Values => [("$id", Id), ("$start", Period.Start), ("$end", Period.End)];
}
