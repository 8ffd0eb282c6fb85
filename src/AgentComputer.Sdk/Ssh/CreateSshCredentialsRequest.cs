using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>SSH credentials to issue.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/ssh-credentials</c></remarks>
public record CreateSshCredentialsRequest
{
    /// <summary>For how many seconds the credentials are valid; null for the service's own time, which no document tells.</summary>
    [JsonPropertyName("ttl_seconds")]
    public int? TtlSeconds { get; init; }
}
