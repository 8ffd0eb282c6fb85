using System.Text.Json;
using System.Text.Json.Serialization;

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
}
