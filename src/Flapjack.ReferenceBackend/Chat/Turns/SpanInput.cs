using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a trace shows of a call of a model.</summary>
internal static class SpanInput
{
    public static JsonElement Of(IReadOnlyList<ChatMessage> messages, IReadOnlyList<AITool> tools) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["messages"] = new JsonArray([.. messages.Select(Of)]),
        ["tools"] = new JsonArray([.. tools.Select(tool => JsonValue.Create(tool.Name))]),
    });

    public static JsonElement Of(ModelAnswer answer) => JsonSerializer.SerializeToElement(new JsonObject
    {
        ["text"] = answer.Text,
        ["tool_calls"] = new JsonArray([.. answer.Calls.Select(Of)]),
    });

    private static JsonObject Of(ChatMessage message)
    {
        var json = new JsonObject { ["role"] = message.Role.Value, ["content"] = message.Text };
        if (message.Contents.OfType<FunctionCallContent>().ToList() is { Count: > 0 } calls)
        {
            json["tool_calls"] = new JsonArray([.. calls.Select(Of)]);
        }

        if (message.Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result)
        {
            json["tool_call_id"] = result.CallId;
            json["result"] = JsonSerializer.SerializeToNode(result.Result);
        }

        return json;
    }

    private static JsonObject Of(FunctionCallContent call) =>
        new() { ["id"] = call.CallId, ["name"] = call.Name, ["arguments"] = JsonSerializer.SerializeToNode(call.Arguments) };
}
