using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>The events in the body of an answer.</summary>
internal static class Frames
{
    /// <summary>Each event as its name and its data, without ids and comments.</summary>
    public static IReadOnlyList<(string Event, JsonElement Data)> Of(HttpAnswer answer) => Of(answer.Body);

    public static IReadOnlyList<(string Event, JsonElement Data)> Of(string body) =>
    [
        .. body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Where(frame => frame.Contains("event: ")).Select(frame => frame.Split('\n')).Select(lines =>
            (lines.Single(line => line.StartsWith("event: "))["event: ".Length..], JsonElement.Parse(lines.Single(line => line.StartsWith("data: "))["data: ".Length..]))),
    ];

    public static IEnumerable<string> Names(HttpAnswer answer) => Of(answer).Select(frame => frame.Event);

    /// <summary>The text of all tokens.</summary>
    public static string Text(HttpAnswer answer) =>
        string.Concat(Of(answer).Where(frame => frame.Event == "token").Select(frame => frame.Data.GetProperty("delta").GetString()));

    /// <summary>The id of the turn, from its first event.</summary>
    public static string TurnId(HttpAnswer answer) => TurnId(answer.Body);

    public static string TurnId(string body) => Of(body)[0].Data.GetProperty("turnId").GetString()!;

    /// <summary>The ids of the calls that the caller is asked for.</summary>
    public static IReadOnlyList<string> CallIds(HttpAnswer answer) =>
        [.. Last(answer).GetProperty("toolCalls").EnumerateArray().Select(call => call.GetProperty("id").GetString()!)];

    /// <summary>The body with words in the place of the ids that are new in each turn.</summary>
    public static string Wire(HttpAnswer answer)
    {
        var wire = answer.Body.Replace(TurnId(answer), "<turn>");
        return Last(answer).TryGetProperty("messageId", out var message) ? wire.Replace(message.GetString()!, "<message>") : wire;
    }

    public static JsonElement Last(HttpAnswer answer) => Of(answer)[^1].Data;
}
