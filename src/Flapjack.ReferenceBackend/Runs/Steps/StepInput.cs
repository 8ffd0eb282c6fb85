using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What a step is given.</summary>
internal static class StepInput
{
    /// <summary>The input of a step, after its mapping.</summary>
    /// <param name="step">The step.</param>
    /// <param name="context">What its mapping can see.</param>
    /// <returns>The input; or null as JSON, and why there is none.</returns>
    public static (JsonElement Input, StepFault? Fault) Of(RunStep step, JsonElement context)
    {
        try
        {
            return (InputMapping.Apply(step.InputMapping, context), null);
        }
        catch (MappingException e)
        {
            return (StepJson.Null, new(e.Code, e.Message));
        }
    }
}
