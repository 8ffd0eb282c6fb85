using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What a step is given.</summary>
internal static class StepInput
{
    /// <param name="step">The step.</param>
    /// <param name="context">What its mapping can see.</param>
    public static (JsonElement Input, StepFault? Fault) Of(RunStep step, JsonElement context)
    {
        try
        {
            return (InputMapping.Apply(step.InputMapping, context), null);
        }
        catch (MappingException e)
        {
            return (StepJson.Null, StepFault.Of(step, e));
        }
    }
}
