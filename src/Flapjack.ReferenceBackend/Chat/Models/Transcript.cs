using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>A conversation as a text that a model can read.</summary>
internal static class Transcript
{
    public static string Of(IEnumerable<ChatMessage> messages)
    {
        var toolOf = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = new StringBuilder();
        foreach (var message in messages)
        {
            foreach (var content in message.Contents)
            {
                Add(text, message.Role, content, toolOf);
            }
        }

        return text.ToString();
    }

    /// <summary>How many characters a content adds to what a model is sent.</summary>
    public static long LengthOf(AIContent content) => content switch
    {
        TextContent said => said.Text.Length,
        FunctionCallContent call => call.Name.Length + Json(call.Arguments).Length,
        FunctionResultContent result => Json(result.Result).Length,
        _ => 0,
    };

    private static void Add(StringBuilder text, ChatRole role, AIContent content, Dictionary<string, string> toolOf)
    {
        switch (content)
        {
            case TextContent said when said.Text.Length > 0:
                text.Append(role == ChatRole.User ? "User" : role == ChatRole.Assistant ? "Agent" : "System").Append(": ").Append(said.Text).Append('\n');
                break;
            case FunctionCallContent call:
                toolOf[call.CallId] = call.Name;
                text.Append("Agent calls ").Append(call.Name).Append(": ").Append(Json(call.Arguments)).Append('\n');
                break;
            case FunctionResultContent result:
                text.Append("Result of ").Append(toolOf.GetValueOrDefault(result.CallId, "a tool")).Append(": ").Append(Json(result.Result)).Append('\n');
                break;
        }
    }

    private static string Json(object? value) => value switch
    {
        null => "{}",
        string said => said,
        JsonElement { ValueKind: JsonValueKind.String } said => said.GetString()!,
        JsonElement json => json.GetRawText(),
        _ => JsonSerializer.Serialize(value),
    };
}
