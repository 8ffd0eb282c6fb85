using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Makes of a thread's messages what a model is told.</summary>
internal static class History
{
    private const string NoResult = "There is no result: the turn ended, or the user wrote another message, before the tool had answered.";

    /// <param name="rows">The messages, the oldest first.</param>
    /// <param name="namesSenders">Whether the model is told who wrote what.</param>
    public static List<ChatMessage> Of(IReadOnlyList<MessageRow> rows, bool namesSenders)
    {
        var results = rows.Where(row => row.ToolCallId is not null).ToLookup(row => row.ToolCallId!, row => row.Content);
        var messages = new List<ChatMessage>(rows.Count + 1);
        foreach (var row in rows)
        {
            switch (row.Role)
            {
                case MessageRow.User:
                    // The name is a part of the text, because most models take no names, or not all of them.
                    messages.Add(new(ChatRole.User, namesSenders && row.SenderId is not null ? $"[{row.SenderId}] {row.Content}" : row.Content));
                    break;
                case MessageRow.Summary:
                    messages.Add(new(ChatRole.System, $"Summary of the conversation before the messages that follow:\n{row.Content}"));
                    break;
                case MessageRow.Assistant:
                    AddAnswer(messages, row, results);
                    break;
            }
        }

        return messages;
    }

    /// <summary>An answer, and directly behind it the results of the tools that it calls: models refuse a call without a result.</summary>
    private static void AddAnswer(List<ChatMessage> messages, MessageRow row, ILookup<string, string> results)
    {
        List<AIContent> contents = row.Content.Length > 0 ? [new TextContent(row.Content)] : [];
        contents.AddRange(row.ToolCalls.Select(call => new FunctionCallContent(call.Id, call.Name, ArgumentsOf(call))));
        if (contents.Count == 0)
        {
            return;
        }

        messages.Add(new(ChatRole.Assistant, contents));
        foreach (var call in row.ToolCalls)
        {
            var result = results[call.Id].FirstOrDefault();
            messages.Add(new(ChatRole.Tool, [new FunctionResultContent(call.Id, result is null ? NoResult : JsonElement.Parse(result))]));
        }
    }

    private static Dictionary<string, object?>? ArgumentsOf(StoredToolCall call) =>
        call.ParseArguments()?.EnumerateObject().ToDictionary(field => field.Name, field => (object?)field.Value);
}
