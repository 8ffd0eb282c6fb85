using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in a runner. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/runners/{runnerId}</c></remarks>
public record UpdateRunnerRequest
{
    /// <summary>The new name; null leaves the name as it is, because every runner has a name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The new description; assign null to remove the description.</summary>
    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Description { get; init; }

    /// <summary>The new default model of the steps; assign null for the service's default.</summary>
    [JsonPropertyName("defaultModel")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> DefaultModel { get; init; }

    /// <summary>The new JSON Schema of the input of a run; assign null to remove the schema.</summary>
    [JsonPropertyName("inputSchema")]
    [JsonConverter(typeof(OptionalConverter<JsonElement?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<JsonElement?> InputSchema { get; init; }

    /// <summary>The id of the project to put the runner into, a UUID; assign null to take the runner out of its project.</summary>
    [JsonPropertyName("projectId")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> ProjectId { get; init; }

    /// <summary>How many runs run at the same time, 1 to 100; assign null for the default, which is 10. Only the reference backend documents it.</summary>
    [JsonPropertyName("maxConcurrentRuns")]
    [JsonConverter(typeof(OptionalConverter<int?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<int?> MaxConcurrentRuns { get; init; }
}
