using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What the agent of a step is told.</summary>
internal static class AgentMessage
{
    /// <returns>The message; or why there is none.</returns>
    public static (string? Text, string? Fault) Of(RunStep step, JsonElement input) =>
        (input.ValueKind == JsonValueKind.String ? input.GetString()! : input.GetRawText(), null);
}
