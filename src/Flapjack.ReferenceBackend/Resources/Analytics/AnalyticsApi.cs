using Flapjack.ReferenceBackend.Usage;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Analytics;

/// <summary>How an organization uses its agents, and what they cost.</summary>
/// <param name="analytics">Counts.</param>
/// <param name="clock">The clock.</param>
internal sealed class AnalyticsApi(AnalyticsQueries analytics, TimeProvider clock) : IResource
{
    public void Map(Routes routes) => routes.AnyKey().Get(
        "/api/analytics",
        Read,
        (call, query) => analytics.Of(call.OrgId, query.AgentId, UsagePeriod.UpTo(clock.GetUtcNow(), query.Days)));

    private static (int Days, string? AgentId) Read(QueryReader query) => (UsagePeriod.DaysOf(query), query.Uuid("agentId", "INVALID_AGENT_ID"));
}
