using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>What a tool answered. The agent gets the result, whether the call went well or not.</summary>
/// <param name="Result">Any JSON.</param>
/// <param name="IsError">Whether the call went wrong. Then the result says what went wrong and what the agent can do.</param>
internal sealed record ToolOutcome(JsonElement Result, bool IsError)
{
    public static ToolOutcome Of(JsonElement result) => new(result, IsError: false);

    public static ToolOutcome Of(JsonNode? result) => new(JsonSerializer.SerializeToElement(result, JsonText.Options), IsError: false);

    public static ToolOutcome Of(string text) => Of(JsonValue.Create(text));

    /// <param name="message">A sentence for the agent: what went wrong with what, and what to do next.</param>
    public static ToolOutcome Error(string message) => Of(new JsonObject { ["error"] = message }) with { IsError = true };
}
