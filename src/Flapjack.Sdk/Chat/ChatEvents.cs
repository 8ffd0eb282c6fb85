using System.Text.Json;
using Shared.Wire.Json;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>Which events a turn of a chat has, and how each is read.</summary>
internal static class ChatEvents
{
    // `token` is the first row, because most events are `token` and the rows are searched in order.
    public static EventTable<ChatEvent> Table { get; } = new EventTable<ChatEvent>((name, data) => new UnknownChatEvent(name, data))
        .On("token", ChatJson.Default.ChatTokenEvent)
        .On("meta", ChatJson.Default.ChatMetaEvent)
        .On("tool_call", ChatJson.Default.ChatToolCallEvent)
        .On("tool_executing", ChatJson.Default.ChatToolExecutingEvent)
        .On("tool_result", ChatJson.Default.ChatToolResultEvent)
        .On("custom", ChatJson.Default.ChatCustomEvent)
        .On("client_event", ChatJson.Default.ChatClientEvent)
        .On("auth_challenge", ChatJson.Default.ChatAuthChallengeEvent)
        .On("profile_switch_proposal", ChatJson.Default.ChatProfileSwitchProposalEvent)
        .Last("requires_action", ChatJson.Default.ChatRequiresActionEvent)
        .Last("done", ChatJson.Default.ChatDoneEvent, fields => new() { AdditionalProperties = fields })
        .Last("error", ChatJson.Default.ChatErrorEvent);

    /// <summary>
    /// Whether JSON that a user wrote and reads again is our own event. The table has no row for it, because it never comes off the wire. A server's
    /// event of the same name was written with its data as <c>data</c>.
    /// </summary>
    public static bool IsOurs(JsonElement json) => WireJson.TextOf(json, "type") == ChatClientToolEvent.Name && !json.TryGetProperty("data", out _);
}
