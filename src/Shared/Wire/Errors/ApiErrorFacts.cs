using System.Net;
using System.Text.Json;

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

    /// <summary>All that the service said about the error, as it came; undefined if there is nothing beside the texts.</summary>
    public JsonElement Error { get; init; }
}
