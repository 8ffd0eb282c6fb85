using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>A port to publish.</summary>
/// <remarks><c>POST /v1/computers/{computerId}/ports</c></remarks>
public record CreatePublishedPortRequest
{
    /// <summary>The number of the port, 1 to 65535.</summary>
    [JsonPropertyName("port")]
    public required int Port { get; init; }

    /// <summary>Its name, which becomes part of its address; null for the number.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Who may reach it; null for the service's own choice.</summary>
    [JsonPropertyName("visibility")]
    public PortVisibility? Visibility { get; init; }
}
