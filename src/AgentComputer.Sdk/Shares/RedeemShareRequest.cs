using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What the holder of a share wants to open.</summary>
/// <remarks><c>POST /v1/shares/{shareToken}/access-sessions</c></remarks>
public record RedeemShareRequest
{
    /// <summary><see cref="AccessSessionKind.Browser"/> or <see cref="AccessSessionKind.Vnc"/>.</summary>
    [JsonPropertyName("kind")]
    public required AccessSessionKind Kind { get; init; }

    /// <summary>For how many seconds the session can be used; null for the service's own time, which no document tells.</summary>
    [JsonPropertyName("ttl_seconds")]
    public int? TtlSeconds { get; init; }
}
