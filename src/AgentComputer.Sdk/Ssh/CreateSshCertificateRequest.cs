using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>An SSH certificate to issue.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/ssh/certificates</c></remarks>
public record CreateSshCertificateRequest
{
    /// <summary>The id of the SSH key that the certificate is about.</summary>
    [JsonPropertyName("ssh_key_id")]
    public required string SshKeyId { get; init; }

    /// <summary>For how many seconds the certificate is valid; null for the service's own time, which no document tells.</summary>
    [JsonPropertyName("ttl_seconds")]
    public int? TtlSeconds { get; init; }
}
