using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What a step is given.</summary>
internal static class StepInput
{
    /// <param name="step">The step.</param>
    /// <param name="context">What its mapping can see.</param>
    public static (JsonElement Input, StepFault? Fault) Of(RunStep step, JsonElement context) => (context.GetProperty("previous"), null);
}
