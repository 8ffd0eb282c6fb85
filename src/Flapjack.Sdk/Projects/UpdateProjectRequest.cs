using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a project. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/projects/{projectId}</c></remarks>
public record UpdateProjectRequest
{
    /// <summary>Its new name; null leaves the name as it is, for every project has one.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>Its new short name, which the service normalizes; assign null to take it away.</summary>
    [JsonPropertyName("slug")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Slug { get; init; }

    /// <summary>What it is about now; assign null to take the description away.</summary>
    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Description { get; init; }
}
