using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a project. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/projects/{projectId}</c></remarks>
public record UpdateProjectRequest
{
    /// <summary>The new name; null leaves the name as it is, because every project has a name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The new short name, which the service normalizes; assign null to remove the short name.</summary>
    [JsonPropertyName("slug")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Slug { get; init; }

    /// <summary>The new description; assign null to remove the description.</summary>
    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Description { get; init; }
}
