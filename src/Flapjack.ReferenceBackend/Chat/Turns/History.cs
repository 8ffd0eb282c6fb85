using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Models;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Makes of a thread's messages what a model is told.</summary>
internal static class History
{
    private const string NoResult = "There is no result: the turn ended, or the user wrote another message, before the tool had answered. Nobody knows what the tool has done.";

    /// <param name="system">The system prompt; empty for none.</param>
    /// <param name="rows">The messages, the oldest first.</param>
    /// <param name="namesSenders">Whether the model is told who wrote what.</param>
    /// <returns>What the model is told, and for each of its messages the place of the message that it was made of; 0 for a message without a place.</returns>
    public static (IReadOnlyList<ChatMessage> Messages, IReadOnlyList<long> Places) WithPlaces(string system, IReadOnlyList<MessageRow> rows, bool namesSenders)
    {
        var results = rows.Where(row => row.ToolCallId is not null).ToLookup(row => row.ToolCallId!);
        List<ChatMessage> messages = system.Length > 0 ? [new(ChatRole.System, system)] : [];
        List<long> places = system.Length > 0 ? [0] : [];
        foreach (var row in rows)
        {
            switch (row.Role)
            {
                case MessageRow.User:
                    // The name is a part of the text, because most models take no names, or not all of them.
                    Add(row.Place, new(ChatRole.User, namesSenders && row.SenderId is not null ? $"[{row.SenderId}] {row.Content}" : row.Content));
                    break;
                case MessageRow.Summary:
                    Add(row.Covers ?? 0, CompactionPlan.SummaryMessage(row.Content));
                    break;
                case MessageRow.Assistant:
                    AddAnswer(row);
                    break;
            }
        }

        return (messages, places);

        void Add(long place, ChatMessage message)
        {
            messages.Add(message);
            places.Add(place);
        }

        // Directly behind an answer come the results of the tools that it calls, because models refuse a call without a result.
        void AddAnswer(MessageRow row)
        {
            List<AIContent> contents = row.Content.Length > 0 ? [new TextContent(row.Content)] : [];
            contents.AddRange(row.ToolCalls.Select(call => new FunctionCallContent(call.Id, call.Name, ArgumentsOf(call))));
            if (contents.Count == 0)
            {
                return;
            }

            Add(row.Place, new(ChatRole.Assistant, contents));
            foreach (var call in row.ToolCalls)
            {
                var result = results[call.Id].FirstOrDefault();
                Add(result?.Place ?? row.Place, new(ChatRole.Tool, [new FunctionResultContent(call.Id, result is null ? NoResult : ResultOf(JsonElement.Parse(result.Content)))]));
            }
        }
    }

    // The clients of models write everything but a string as JSON, and would put a text of JSON into quotes.
    private static object ResultOf(JsonElement result) => result.ValueKind == JsonValueKind.String ? result.GetString()! : result;

    private static Dictionary<string, object?>? ArgumentsOf(StoredToolCall call) =>
        call.ParseArguments()?.EnumerateObject().ToDictionary(field => field.Name, field => (object?)field.Value);
}
