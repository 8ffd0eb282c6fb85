using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A port of a computer that has an address on the web.</summary>
/// <remarks><c>GET /v1/computers/{computerId}/ports</c></remarks>
public record PublishedPort
{
    /// <summary>Its id. Calls take the number of the port instead.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The computer's id.</summary>
    [JsonPropertyName("computer_id")]
    public string? ComputerId { get; init; }

    /// <summary>The number of the port.</summary>
    [JsonPropertyName("port")]
    public int Port { get; init; }

    /// <summary>Its name, which is part of its address.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Who may reach it.</summary>
    [JsonPropertyName("visibility")]
    public PortVisibility Visibility { get; init; }

    /// <summary>Whether it can be reached.</summary>
    [JsonPropertyName("state")]
    public PublishedPortState State { get; init; }

    /// <summary>Its address; null or empty while there is none.</summary>
    [JsonPropertyName("public_url")]
    public string? PublicUrl { get; init; }

    /// <summary>Why it could not be published; null if nothing went wrong.</summary>
    [JsonPropertyName("failure_reason")]
    public string? FailureReason { get; init; }

    /// <summary>When it was published.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
