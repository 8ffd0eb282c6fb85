using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>All that an SSH client needs to log in to a computer for a while. <see cref="ToString"/> does not show the private key.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/ssh-credentials</c>. Connect by TCP and TLS to <see cref="EdgeHost"/> and <see cref="EdgePort"/>, with <see cref="Sni"/> as the server name and <c>ssh</c> as the ALPN protocol; inside is plain SSH.</remarks>
public record SshCredentials
{
    /// <summary>The computer's id.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>The computer's short name.</summary>
    [JsonPropertyName("computer_handle")]
    public string? ComputerHandle { get; init; }

    /// <summary>The user to log in as.</summary>
    [JsonPropertyName("ssh_user")]
    public string? SshUser { get; init; }

    /// <summary>The host to connect to.</summary>
    [JsonPropertyName("edge_host")]
    public string? EdgeHost { get; init; }

    /// <summary>The port to connect to.</summary>
    [JsonPropertyName("edge_port")]
    public int EdgePort { get; init; }

    /// <summary>The server name of the TLS connection.</summary>
    [JsonPropertyName("sni")]
    public string? Sni { get; init; }

    /// <summary>The private key. It is a secret.</summary>
    [JsonPropertyName("client_private_key")]
    public string? ClientPrivateKey { get; init; }

    /// <summary>The public key.</summary>
    [JsonPropertyName("client_public_key")]
    public string? ClientPublicKey { get; init; }

    /// <summary>The certificate of the key.</summary>
    [JsonPropertyName("client_certificate")]
    public string? ClientCertificate { get; init; }

    /// <summary>The computer's own key, to recognize it by; null if the service did not say.</summary>
    [JsonPropertyName("guest_host_public_key")]
    public string? GuestHostPublicKey { get; init; }

    /// <summary>When the credentials end.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Prints the credentials, and hides the private key.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("ComputerId = ").Append(ComputerId).Append(", ComputerHandle = ").Append(ComputerHandle).Append(", SshUser = ").Append(SshUser)
            .Append(", EdgeHost = ").Append(EdgeHost).Append(", EdgePort = ").Append(EdgePort).Append(", Sni = ").Append(Sni)
            .Append(", ClientPrivateKey = ").Append(Hidden.Of(ClientPrivateKey)).Append(", ClientPublicKey = ").Append(ClientPublicKey)
            .Append(", ExpiresAt = ").Append(ExpiresAt);
        return true;
    }
}
