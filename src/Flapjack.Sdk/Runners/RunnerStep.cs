using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A step of a runner.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/steps</c>. The service documents no shape of a step; it names the kind, the name, the agent and the input
/// mapping. The other fields are those of the reference backend.
/// </remarks>
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

    /// <summary>Where the step takes its input from, with JSONPath; null for the output of the step before.</summary>
    [JsonPropertyName("input_mapping")]
    public JsonElement? InputMapping { get; init; }

    /// <summary>What the kind of the step needs besides, as in <see cref="AddRunnerStepRequest.Config"/>; null for nothing.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>After how many seconds the step is stopped; null when the service did not say.</summary>
    [JsonPropertyName("timeout_sec")]
    public int? TimeoutSec { get; init; }

    /// <summary>Whether the step runs again after a crash that leaves open what it has done; null when the service did not say.</summary>
    [JsonPropertyName("safe_to_repeat")]
    public bool? SafeToRepeat { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
