using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a tool of the caller returned.</summary>
/// <param name="ToolCallId">The call that it answers.</param>
/// <param name="Result">Any JSON.</param>
internal sealed record ClientToolResult(string ToolCallId, JsonElement Result);
