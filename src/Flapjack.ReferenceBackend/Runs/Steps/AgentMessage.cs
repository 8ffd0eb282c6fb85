using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What the agent of a step is told: the prompt of the step, filled with the fields of its input; or the input itself.</summary>
internal static class AgentMessage
{
    public const string PromptField = "prompt";

    /// <returns>The message; or why there is none.</returns>
    public static (string Text, StepFault? Fault) Of(RunStep step, JsonElement input)
    {
        try
        {
            return (Prompt(step) is { } prompt ? PromptTemplate.Fill(prompt, input) : AsText(input), null);
        }
        catch (MappingException e)
        {
            return ("", new(e.Code, e.Message));
        }
    }

    private static string? Prompt(RunStep step) =>
        step.Config is { ValueKind: JsonValueKind.Object } config && config.TryGetProperty(PromptField, out var prompt) && prompt.ValueKind == JsonValueKind.String
            ? prompt.GetString()
            : null;

    private static string AsText(JsonElement input) => input.ValueKind == JsonValueKind.String ? input.GetString()! : input.GetRawText();
}
