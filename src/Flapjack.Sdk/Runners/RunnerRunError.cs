using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Why a run, or a step of a run, failed.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/runs/{runId}</c>. The service does not document these fields; they are those of the reference backend.
/// </remarks>
public record RunnerRunError
{
    /// <summary>A word for programs, for example <c>COMMAND_FAILED</c>, <c>STEP_TIMED_OUT</c> or <c>STEP_OUTCOME_UNKNOWN</c>; null when the service did not say.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }

    /// <summary>What happened, for people; null when the service did not say.</summary>
    [JsonPropertyName("message")]
    public string? Message { get; init; }

    /// <summary>The id of the runner's step that failed, a UUID; null for a run that failed outside of a step, and in the error of a step itself.</summary>
    [JsonPropertyName("step_id")]
    public string? StepId { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
