using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>An SSH certificate, which lets a key log in to a computer for a while.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/ssh/certificates</c></remarks>
public record SshCertificate
{
    /// <summary>The certificate, as a line for <c>id_…-cert.pub</c>.</summary>
    [JsonPropertyName("authorized_key")]
    public string? AuthorizedKey { get; init; }

    /// <summary>The user to log in as.</summary>
    [JsonPropertyName("ssh_user")]
    public string? SshUser { get; init; }

    /// <summary>The host to connect to.</summary>
    [JsonPropertyName("ssh_host")]
    public string? SshHost { get; init; }

    /// <summary>The port to connect to.</summary>
    [JsonPropertyName("ssh_port")]
    public int SshPort { get; init; }

    /// <summary>When the certificate ends.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
