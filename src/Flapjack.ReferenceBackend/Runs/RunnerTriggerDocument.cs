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

    /// <summary>The time zone of the cron expression, as IANA names it; null for the other kinds. The contract knows no such field, so it is ours.</summary>
    [JsonPropertyName("time_zone")]
    public string? TimeZone { get; init; }

    /// <summary>What the runs of the trigger are started with, if the start brings nothing; null for nothing. The contract knows no such field, so it is ours.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>What the kind of the trigger needs besides. The contract does not tell, so the field is ours.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }
}
