using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>How a turn ended: its last event.</summary>
/// <param name="Event">The event's name: <c>done</c>, <c>error</c> or <c>requires_action</c>.</param>
/// <param name="Data">The event's fields.</param>
internal sealed record TurnEnd(string Event, JsonObject Data)
{
    /// <summary>The code of a turn of which nobody knows how it went.</summary>
    public const string UnknownCode = "TURN_OUTCOME_UNKNOWN";

    /// <summary>The event of a turn that waits for the results of the caller's tools.</summary>
    public const string Action = "requires_action";

    private const string Done = "done";
    private const string Failure = "error";

    /// <summary>Whether a frame of this name is the last of a turn.</summary>
    public static bool IsEnd(string eventName) => eventName is Done or Failure or Action;

    /// <summary>Whether the agent has answered, to the end.</summary>
    public bool IsAnswer => Event == Done && Data.ContainsKey("messageId");

    /// <summary>Why the turn failed; null if it did not, or if nobody said.</summary>
    public string? ErrorCode => Event == Failure ? (string?)Data["code"] : null;

    /// <param name="content">The text of the whole turn.</param>
    /// <param name="messageId">The id of the answer; null if the turn was stopped.</param>
    /// <param name="usage">What the turn used.</param>
    public static TurnEnd Answered(string content, string? messageId, TurnUsage usage)
    {
        var data = new JsonObject { ["ok"] = true };
        if (messageId is not null)
        {
            data["messageId"] = messageId;
        }

        data["content"] = content;
        // Models tell their use at the end of an answer. Zeros would look like an answer that cost nothing.
        if (usage != TurnUsage.None)
        {
            data["usage"] = usage.ToJson();
        }

        return new(Done, data);
    }

    public static TurnEnd Failed(string code, string detail) => new(Failure, new() { ["code"] = code, ["detail"] = detail });

    public static TurnEnd Unknown(string detail) => Failed(UnknownCode, detail);

    public static TurnEnd Requires(IEnumerable<StoredToolCall> calls) =>
        new(Action, new() { ["toolCalls"] = new JsonArray([.. calls.Select(call => call.ToJson())]) });

    public JsonObject ToJson() => new() { ["event"] = Event, ["data"] = Data.DeepClone() };

    /// <summary>What the store has kept of an end; null if it has kept nothing.</summary>
    public static TurnEnd? Of(string? outcome) =>
        outcome is not null && JsonNode.Parse(outcome) is JsonObject json ? new((string)json["event"]!, json["data"]!.DeepClone().AsObject()) : null;
}
