using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Channels;

/// <summary>What a channel says of itself.</summary>
internal sealed record ChannelDocument
{
    [JsonPropertyName("agent_id")]
    public required string AgentId { get; init; }

    [JsonPropertyName("adapter")]
    public string? Adapter { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    /// <summary>The encrypted credentials, which are in no answer; null for none.</summary>
    [JsonPropertyName("credentials")]
    public string? Credentials { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
