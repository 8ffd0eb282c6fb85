using Shared.Wire.Http;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Reads how the agents of the organization were used in the last days, and what they have cost.</summary>
    /// <param name="period">How many days are counted; null for the service's default, thirty days.</param>
    /// <param name="agentId">The agent that is counted, a UUID; null for all agents.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The numbers.</returns>
    /// <remarks><c>GET /api/analytics</c>. <see cref="GetRunnerAnalyticsAsync"/> tells the numbers of a runner.</remarks>
    public virtual Task<UsageAnalytics> GetAnalyticsAsync(AnalyticsPeriod? period = null, string? agentId = null, CancellationToken cancellationToken = default) =>
        Http.GetAsync(
            WirePath.Of($"/api/analytics").Query("period", period?.Value, nameof(period)).Query("agentId", agentId),
            AnalyticsJson.Default.UsageAnalytics,
            cancellationToken);
}
