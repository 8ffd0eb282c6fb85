using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What the agent of a step is told.</summary>
internal static class AgentMessage
{
    /// <returns>The message; or why there is none.</returns>
    public static (string? Text, StepFault? Fault) Of(RunStep step, JsonElement input)
    {
        try
        {
            return StepConfig.Prompt(step.Config) is { } prompt ? (PromptTemplate.Fill(prompt, input), null)
                : (input.ValueKind == JsonValueKind.String ? input.GetString()! : input.GetRawText(), null);
        }
        catch (MappingException e)
        {
            return (null, StepFault.Of(step, e));
        }
        catch (Refusal e)
        {
            return (null, StepFault.Of(step, e));
        }
    }
}
