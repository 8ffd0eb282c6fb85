using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>What is stored of an integration.</summary>
internal sealed record IntegrationDocument
{
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>What the integration connects to: <c>postgres</c> or <c>supabase</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    /// <summary>The connection string, encrypted.</summary>
    [JsonPropertyName("encrypted_connection_string")]
    public string? EncryptedConnectionString { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
