using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>What was used: the sums of all events of a scope, and the sums by day, by agent, by model and by whose key has paid.</summary>
internal sealed class UsageSums
{
    private const int All = 0;
    private const int Day = 1;
    private const int Agent = 2;
    private const int Model = 3;
    private const int Source = 4;

    private const string Added =
        """
        COALESCE(SUM(turns), 0), COALESCE(SUM(input), 0), COALESCE(SUM(output), 0), COALESCE(SUM(cache_read), 0), COALESCE(SUM(cache_write), 0),
            COALESCE(SUM(cost), 0), COALESCE(SUM(duration), 0)
        """;

    private readonly ILookup<int, UsageSum> _sections;

    private UsageSums(ILookup<int, UsageSum> sections) => _sections = sections;

    public UsageSum Total => _sections[All].SingleOrDefault() ?? UsageSum.Zero;

    /// <summary>The sums of each day that has events, by the name of the day.</summary>
    public IReadOnlyDictionary<string, UsageSum> ByDay => _sections[Day].ToDictionary(sum => sum.Name!, StringComparer.Ordinal);

    /// <summary>The sums of each agent; the agent that has cost the most is the first. Events without an agent are not among them.</summary>
    public IEnumerable<UsageSum> ByAgent => CostliestFirst(Agent);

    /// <summary>The sums of each model; the model that has cost the most is the first.</summary>
    public IEnumerable<UsageSum> ByModel => CostliestFirst(Model);

    /// <summary>The sums by whose key has paid; the most expensive is the first.</summary>
    public IEnumerable<UsageSum> BySource => CostliestFirst(Source);

    /// <summary>Counts. The events are read once; the sections are sums of those sums.</summary>
    public static UsageSums Of(StoreSession db, UsageScope scope) =>
        new(db.Query(Statement(scope), row => (Section: row.GetInt32(0), Sum: UsageSum.Read(row, 1)), scope.Values).ToLookup(row => row.Section, row => row.Sum));

    /// <summary>The statement, whose rows are a section, a name and its sums.</summary>
    public static string Statement(UsageScope scope) =>
        $"""
        WITH used AS MATERIALIZED (
            SELECT at / 86400000 AS day, agent_id, model, credential_source, COUNT(*) AS turns, SUM(input_tokens) AS input, SUM(output_tokens) AS output,
                SUM(cache_read_tokens) AS cache_read, SUM(cache_write_tokens) AS cache_write, SUM(cost_nano_usd) AS cost, SUM(duration_ms) AS duration
            FROM usage_events WHERE {scope.Sql} GROUP BY 1, 2, 3, 4)
        SELECT {All}, NULL, {Added} FROM used
        UNION ALL SELECT {Day}, date(day * 86400, 'unixepoch'), {Added} FROM used GROUP BY day
        UNION ALL SELECT {Agent}, agent_id, {Added} FROM used WHERE agent_id IS NOT NULL GROUP BY agent_id
        UNION ALL SELECT {Model}, model, {Added} FROM used GROUP BY model
        UNION ALL SELECT {Source}, credential_source, {Added} FROM used GROUP BY credential_source
        """;

    private IEnumerable<UsageSum> CostliestFirst(int section) =>
        _sections[section].OrderByDescending(sum => sum.CostNanoUsd).ThenBy(sum => sum.Name, StringComparer.Ordinal);
}
