using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A trigger to add to a runner.</summary>
/// <remarks>
/// <c>POST /api/runners/{runnerId}/triggers</c>. What the kinds other than <c>cron</c> need is not documented: put it into <see
/// cref="AdditionalProperties"/>.
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

    /// <summary>Further fields to send, in camelCase; null for none.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
