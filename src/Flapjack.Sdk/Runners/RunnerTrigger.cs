using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What starts the runs of a runner.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/triggers</c>. The service documents only these fields; the others are in <see cref="AdditionalProperties"/>.
/// </remarks>
public record RunnerTrigger
{
    /// <summary>The trigger's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The runner's id, a UUID.</summary>
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    /// <summary>What starts a run; null when the service did not say.</summary>
    [JsonPropertyName("kind")]
    public RunnerTriggerKind? Kind { get; init; }

    /// <summary>When a trigger of the kind <c>cron</c> starts a run; null for the other kinds.</summary>
    [JsonPropertyName("cron_expression")]
    public string? CronExpression { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
