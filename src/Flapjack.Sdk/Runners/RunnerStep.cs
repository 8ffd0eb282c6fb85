using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A step of a runner.</summary>
/// <remarks><c>GET /api/runners/{runnerId}/steps</c>. The service documents only these fields; the others are in <see cref="AdditionalProperties"/>.</remarks>
public record RunnerStep
{
    /// <summary>The step's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The runner's id, a UUID.</summary>
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    /// <summary>What the step does; null when the service did not say.</summary>
    [JsonPropertyName("kind")]
    public RunnerStepKind? Kind { get; init; }

    /// <summary>Its name, for people.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The agent of the step, a UUID; null for none.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>Where the step takes its input from, in JSONPath; null for none. The shape is not documented.</summary>
    [JsonPropertyName("input_mapping")]
    public JsonElement? InputMapping { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
