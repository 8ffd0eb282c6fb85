using System.Net;

namespace Shared.Wire.Errors;

/// <summary>What the exception for a refusal tells beside its message.</summary>
internal sealed record ApiErrorFacts
{
    public HttpStatusCode StatusCode { get; init; }
    public string? Code { get; init; }
    public string? Detail { get; init; }
    public string? Reason { get; init; }
    public string? RequestId { get; init; }
    public TimeSpan? RetryAfter { get; init; }
    public int Attempts { get; init; } = 1;
}
