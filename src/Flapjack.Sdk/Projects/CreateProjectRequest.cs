using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A project to create.</summary>
/// <remarks><c>POST /api/projects</c></remarks>
public record CreateProjectRequest
{
    /// <summary>The project's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>Its short name, for addresses, which the service normalizes; null for none.</summary>
    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    /// <summary>What it is about; null for nothing.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }
}
