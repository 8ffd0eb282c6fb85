using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Channels;

/// <summary>What a channel says of itself.</summary>
internal sealed record ChannelDocument
{
    /// <summary>The name of the field with the encrypted credentials.</summary>
    public const string Encrypted = "encrypted_credentials";

    [JsonPropertyName("agent_id")]
    public required string AgentId { get; init; }

    [JsonPropertyName("adapter")]
    public string? Adapter { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    /// <summary>The encrypted credentials, which are in no answer; null for none.</summary>
    [JsonPropertyName(Encrypted)]
    public string? EncryptedCredentials { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
