using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A step to add to a runner, as its last step.</summary>
/// <remarks>
/// <c>POST /api/runners/{runnerId}/steps</c>. The service documents the kind, the name, the agent, and that there is an input mapping with JSONPath.
/// Everything else is documented by the reference backend only.
/// </remarks>
public record AddRunnerStepRequest
{
    /// <summary>What the step does.</summary>
    [JsonPropertyName("kind")]
    public required RunnerStepKind Kind { get; init; }

    /// <summary>The step's name; null for none. Later steps find its output by this name, so the name is unique within the runner.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>
    /// The agent that answers, or whose computer runs the command, a UUID; null for none. A step of the kind <c>agent</c> without an agent is answered by
    /// the runner's default model; a step of the kind <c>computer</c> needs an agent.
    /// </summary>
    [JsonPropertyName("agentId")]
    public string? AgentId { get; init; }

    /// <summary>
    /// Where the step takes its input from; null for the output of the step before, or for the run's input if the step is the first. A text that begins with
    /// <c>$</c> is a JSONPath, for example <c>{"topic":"$.input.topic","summary":"$.steps.Analyze.output.text"}</c>; other values are taken as they are.
    /// </summary>
    [JsonPropertyName("inputMapping")]
    public JsonElement? InputMapping { get; init; }

    /// <summary>
    /// What the kind of the step needs besides, a JSON object; null for nothing. For the reference backend: <c>agent</c> may have a <c>prompt</c> with
    /// <c>{{field}}</c> of the input in it; <c>webhook</c> needs a <c>url</c>; <c>condition</c> needs <c>if</c>, and may have <c>otherwise</c>;
    /// <c>computer</c> needs a <c>command</c>, and may have <c>workingDir</c> and <c>allowFailure</c>.
    /// </summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>After how many seconds the step is stopped and fails, 1 to 86,400; null for the default, which is 600.</summary>
    [JsonPropertyName("timeoutSec")]
    public int? TimeoutSec { get; init; }

    /// <summary>
    /// Whether the step may run again if a crash leaves open what it has done; null for false, which makes the run fail with
    /// <c>STEP_OUTCOME_UNKNOWN</c> in this case.
    /// </summary>
    [JsonPropertyName("safeToRepeat")]
    public bool? SafeToRepeat { get; init; }

    /// <summary>Further fields to send, in camelCase; null for none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
