using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A step to add to a runner.</summary>
/// <remarks>
/// <c>POST /api/runners/{runnerId}/steps</c>. What the steps that are no agent need, such as the address of a webhook, is not documented: put
/// it into <see cref="AdditionalProperties"/>.
/// </remarks>
public record AddRunnerStepRequest
{
    /// <summary>What the step does.</summary>
    [JsonPropertyName("kind")]
    public required RunnerStepKind Kind { get; init; }

    /// <summary>The step's name, for people; null for none.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; init; }

    /// <summary>The agent of the step, a UUID; null for none.</summary>
    [JsonPropertyName("agentId")]
    public string? AgentId { get; init; }

    /// <summary>Where the step takes its input from, in JSONPath; null for none. The shape is not documented.</summary>
    [JsonPropertyName("inputMapping")]
    public JsonElement? InputMapping { get; init; }

    /// <summary>Further fields to send, in camelCase; null for none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
