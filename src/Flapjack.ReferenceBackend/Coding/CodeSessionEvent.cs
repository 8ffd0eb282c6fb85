using System.Text.Json.Nodes;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>Something that happened in a code session. The contract names no field of an event, so the fields are ours.</summary>
/// <param name="Type">What happened, for example <c>status</c>.</param>
/// <param name="Data">More about it.</param>
internal sealed record CodeSessionEvent(string Type, JsonObject Data)
{
    /// <summary>The type of the event that holds a prompt.</summary>
    public const string Message = "message";

    public static CodeSessionEvent OfStatus(string status, SessionError? error = null) => new("status", error is null
        ? new() { ["status"] = status }
        : new() { ["status"] = status, ["error"] = new JsonObject { ["code"] = error.Code, ["message"] = error.Message } });

    public static CodeSessionEvent OfPrompt(string prompt) => new(Message, new() { ["prompt"] = prompt });

    public static CodeSessionEvent OfTitle(string? title) => new("title", new() { ["title"] = title });

    public static CodeSessionEvent OfArchive() => new("archived", []);

    /// <param name="stream">Which output of the coder: <c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">What the coder wrote.</param>
    public static CodeSessionEvent OfOutput(string stream, string text) => new("output", new() { ["stream"] = stream, ["text"] = text });

    /// <param name="stream">Which output of the coder.</param>
    /// <param name="characters">How many characters are left out here.</param>
    public static CodeSessionEvent OfGap(string stream, long characters) => new("output_left_out", new() { ["stream"] = stream, ["characters"] = characters });

    /// <summary>The event as it is sent.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="seq">The number of the event in its session, from 1.</param>
    /// <param name="id">The event's id.</param>
    /// <param name="at">When it happened.</param>
    public JsonObject ToJson(string sessionId, long seq, string id, DateTimeOffset at) => new()
    {
        ["id"] = id,
        ["code_session_id"] = sessionId,
        ["seq"] = seq,
        ["type"] = Type,
        ["data"] = Data.DeepClone(),
        ["created_at"] = UtcTimeConverter.Text(at),
    };
}
