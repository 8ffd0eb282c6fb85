using System.Text.Json;
using System.Text.Json.Serialization;
using Flapjack.ReferenceBackend.Runs.Steps;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What a step of a runner says of itself.</summary>
internal sealed record RunnerStepDocument
{
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    [JsonPropertyName("name")]
    public string? Name { get; init; }

    [JsonPropertyName("agent_id")]
    public string? AgentId { get; init; }

    [JsonPropertyName("input_mapping")]
    public JsonElement? InputMapping { get; init; }

    /// <summary>What the kind of the step needs besides, for example the address of a webhook. The contract does not tell, so the field is ours.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>After how many seconds the step is stopped; null for the default.</summary>
    [JsonPropertyName("timeout_sec")]
    public int? TimeoutSec { get; init; }

    /// <summary>Whether the step may run again if a crash has left unknown what it has done.</summary>
    [JsonPropertyName("safe_to_repeat")]
    public bool SafeToRepeat { get; init; }

    /// <summary>The step as a run takes it.</summary>
    /// <param name="id">The step's id.</param>
    public RunStep ToStep(string id) => new()
    {
        StepId = id,
        Kind = Kind ?? "",
        Name = Name,
        AgentId = AgentId,
        InputMapping = InputMapping,
        Config = Config,
        TimeoutSec = TimeoutSec ?? RunStep.DefaultTimeoutSec,
        SafeToRepeat = SafeToRepeat,
    };
}
