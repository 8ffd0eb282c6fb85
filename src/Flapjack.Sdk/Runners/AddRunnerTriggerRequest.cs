using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A trigger to add to a runner.</summary>
/// <remarks>
/// <c>POST /api/runners/{runnerId}/triggers</c>. The service documents the kind and the cron expression. Everything else is documented by the reference
/// backend only.
/// </remarks>
public record AddRunnerTriggerRequest
{
    /// <summary>What starts a run.</summary>
    [JsonPropertyName("kind")]
    public required RunnerTriggerKind Kind { get; init; }

    /// <summary>
    /// When a trigger of the kind <c>cron</c> starts a run: minute, hour, day of the month, month and day of the week, for example <c>0 9 * *
    /// MON</c>. Null for the other kinds.
    /// </summary>
    [JsonPropertyName("cronExpression")]
    public string? CronExpression { get; init; }

    /// <summary>The time zone of the cron expression, a name of the IANA database, for example <c>Europe/Vienna</c>; null for UTC, and for the other kinds.</summary>
    [JsonPropertyName("timeZone")]
    public string? TimeZone { get; init; }

    /// <summary>What a trigger of the kind <c>cron</c> starts its runs with, a JSON object; null for nothing, and for the other kinds.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>What the kind of the trigger needs besides, a JSON object; null for nothing.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>Further fields to send, in camelCase; null for none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
