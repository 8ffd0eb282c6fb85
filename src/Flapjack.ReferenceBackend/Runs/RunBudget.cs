using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What a runner may spend on models. The service documents only that there is a budget; its fields are ours.</summary>
/// <param name="MaxCostUsd">How many US dollars in the period; null for no limit.</param>
/// <param name="Period"><c>total</c>, <c>day</c> or <c>month</c>; days and months are those of UTC.</param>
internal sealed record RunBudget(decimal? MaxCostUsd, string Period)
{
    public const string MaxCostField = "maxCostUsd";
    public const string PeriodField = "period";
    public const string Total = "total";
    public const string Day = "day";
    public const string Month = "month";

    public static RunBudget Of(JsonObject budget) => new((decimal?)budget[MaxCostField], (string?)budget[PeriodField] ?? Total);

    /// <summary>The budget of a runner as it was set; an empty object if none was set.</summary>
    public static JsonObject Stored(StoreSession db, string runnerId) => JsonNode.Parse(
        db.QuerySingle("SELECT budget FROM runner_budgets WHERE runner_id = $runner", row => row.GetString(0), ("$runner", runnerId)) ?? "{}")!.AsObject();

    /// <summary>What the runner has spent in the period that now belongs to, in US dollars.</summary>
    public decimal Spent(StoreSession db, string runnerId, DateTimeOffset now) => Dollars.FromNano(db.QuerySingle(
        "SELECT coalesce(sum(cost_nano_usd), 0) FROM usage_events WHERE runner_id = $runner AND at >= $since",
        row => row.GetInt64(0),
        ("$runner", runnerId),
        ("$since", Since(now))));

    private DateTimeOffset Since(DateTimeOffset now) => Period switch
    {
        Day => new(now.UtcDateTime.Date, TimeSpan.Zero),
        Month => new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero),
        _ => DateTimeOffset.UnixEpoch,
    };
}
