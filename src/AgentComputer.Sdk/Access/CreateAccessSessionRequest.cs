using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>An access session to create.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/access-sessions</c></remarks>
public record CreateAccessSessionRequest
{
    /// <summary>What the session opens.</summary>
    [JsonPropertyName("kind")]
    public required AccessSessionKind Kind { get; init; }

    /// <summary>For how many seconds the session can be used; null for the service's own time, which no document tells.</summary>
    [JsonPropertyName("ttl_seconds")]
    public int? TtlSeconds { get; init; }
}
