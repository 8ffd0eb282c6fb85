using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Why a run or a step failed.</summary>
/// <param name="Code">A word for programs.</param>
/// <param name="Message">What happened to what, and what to do next.</param>
internal sealed record RunFault([property: JsonPropertyName("code")] string Code, [property: JsonPropertyName("message")] string Message)
{
    /// <summary>The runner's step that failed; null in the fault of a step itself.</summary>
    [JsonPropertyName("step_id")]
    public string? StepId { get; init; }
}
