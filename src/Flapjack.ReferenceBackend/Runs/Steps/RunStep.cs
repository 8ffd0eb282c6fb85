using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>A step of a runner as it stood when the run was created. Later changes of the runner do not change the run.</summary>
internal sealed record RunStep
{
    public const int DefaultTimeoutSec = 600;

    /// <summary>The id of the runner's step.</summary>
    [JsonPropertyName("step_id")]
    public required string StepId { get; init; }

    /// <summary><c>agent</c>, <c>webhook</c>, <c>condition</c> or <c>computer</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>The name, by which later steps find the output; null for none.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The agent that answers, or whose computer runs the command; null for none.</summary>
    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    /// <summary>Where the input comes from; null for the output of the step before.</summary>
    [JsonPropertyName("input_mapping")]
    public JsonElement? InputMapping { get; init; }

    /// <summary>What the kind of the step needs besides.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>After how many seconds the step is stopped.</summary>
    [JsonPropertyName("timeout_sec")]
    public required int TimeoutSec { get; init; }

    /// <summary>Whether the step may run again if nobody knows what it has done.</summary>
    [JsonPropertyName("safe_to_repeat")]
    public bool SafeToRepeat { get; init; }

    /// <summary>What messages call the step.</summary>
    [JsonIgnore]
    public string Label => Name ?? Kind;
}
