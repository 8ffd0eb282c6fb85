using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>What a trigger of a runner says of itself.</summary>
internal sealed record RunnerTriggerDocument
{
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    [JsonPropertyName("cron_expression")]
    public string? CronExpression { get; init; }

    /// <summary>What the kind of the trigger needs besides. The contract does not tell, so the field is ours.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }
}
