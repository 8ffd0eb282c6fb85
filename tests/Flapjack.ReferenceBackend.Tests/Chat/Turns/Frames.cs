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

    public static JsonElement Last(HttpAnswer answer) => Of(answer)[^1].Data;
}
