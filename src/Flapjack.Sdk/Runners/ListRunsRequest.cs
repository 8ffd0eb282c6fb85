namespace Flapjack.Sdk;

/// <summary>Which runs to list. A filter that is null is not sent.</summary>
/// <remarks><c>GET /api/runners/{runnerId}/runs</c>, which only the reference backend documents.</remarks>
public record ListRunsRequest
{
    /// <summary>How many runs a page has at most, 1 to 200 (<c>limit</c>); null for the service's default of 50.</summary>
    public int? Limit { get; init; }

    /// <summary>Only the runs with this status.</summary>
    public RunnerRunStatus? Status { get; init; }
}
