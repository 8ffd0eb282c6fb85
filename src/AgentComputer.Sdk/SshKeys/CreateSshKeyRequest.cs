using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>An SSH key to add.</summary>
/// <remarks><c>POST /v1/ssh-keys</c></remarks>
public record CreateSshKeyRequest
{
    /// <summary>The public key, as a line of <c>authorized_keys</c>: <c>ssh-ed25519 AAAA…</c>.</summary>
    [JsonPropertyName("public_key")]
    public required string PublicKey { get; init; }

    /// <summary>Its name, for people; null for none.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }
}
