using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A project to create.</summary>
/// <remarks><c>POST /api/projects</c></remarks>
public record CreateProjectRequest
{
    /// <summary>The project's name, for people.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary>The project's short name, for addresses; null for none. The service normalizes it.</summary>
    [JsonPropertyName("slug")]
    public string? Slug { get; init; }

    /// <summary>What the project is about; null for no description.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }
}
