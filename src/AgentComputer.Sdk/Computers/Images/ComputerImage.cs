using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>An image that computers are made from.</summary>
/// <remarks><c>GET /v1/computer-images/{imageId}</c></remarks>
public record ComputerImage
{
    /// <summary>The image's id.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("display_name")]
    public string? DisplayName { get; init; }

    /// <summary>What is on it.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>Whether it can be used.</summary>
    [JsonPropertyName("status")]
    public ComputerImageStatus Status { get; init; }

    /// <summary>When it was made.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
