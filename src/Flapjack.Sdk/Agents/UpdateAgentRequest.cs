using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What to change in an agent. A field that is not assigned stays as it is.</summary>
/// <remarks><c>PATCH /api/agents/{agentId}</c></remarks>
public record UpdateAgentRequest
{
    /// <summary>The new name; null leaves the name as it is, because every agent has a name.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The new description; assign null to remove the description.</summary>
    [JsonPropertyName("description")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> Description { get; init; }

    /// <summary>The new system prompt; assign null to remove the system prompt.</summary>
    [JsonPropertyName("stablePreamble")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> StablePreamble { get; init; }

    /// <summary>The new model; null leaves the model as it is, because every agent has a model.</summary>
    [JsonPropertyName("defaultModel")]
    public string? DefaultModel { get; init; }

    /// <summary>The new sets of tools; assign null to remove them. In the reference backend they replace all of the former ones.</summary>
    [JsonPropertyName("toolProfiles")]
    [JsonConverter(typeof(OptionalConverter<ToolProfiles?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<ToolProfiles?> ToolProfiles { get; init; }

    /// <summary>The name of the profile that a new thread begins with; assign null for none.</summary>
    [JsonPropertyName("defaultProfile")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> DefaultProfile { get; init; }

    /// <summary>The id of the project to put the agent into, a UUID; assign null to take the agent out of its project.</summary>
    [JsonPropertyName("projectId")]
    [JsonConverter(typeof(OptionalConverter<string?>))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Optional<string?> ProjectId { get; init; }
}
