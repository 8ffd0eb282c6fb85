using System.Text.Json.Nodes;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.CodeAgents;

/// <summary>Something that happened in a code session. The contract names no field of an event, so the fields are ours.</summary>
/// <param name="Type">What happened, for example <c>status</c>.</param>
/// <param name="Data">More about it.</param>
internal sealed record CodeSessionEvent(string Type, JsonObject Data)
{
    public static CodeSessionEvent OfStatus(string status) => new("status", new() { ["status"] = status });

    public static CodeSessionEvent OfPrompt(string prompt) => new("message", new() { ["prompt"] = prompt });

    public static CodeSessionEvent OfTitle(string? title) => new("title", new() { ["title"] = title });

    public static CodeSessionEvent OfArchive() => new("archived", []);

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
