using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Chat;

/// <summary>What a function returned, as JSON for the agent.</summary>
internal static class FunctionResults
{
    // What an exception says is not told: the code that called the function has decided what the agent hears of it.
    private const string Failed = """{"error":"The function failed."}""";

    public static JsonElement JsonOf(FunctionResultContent content) =>
        content is { Result: null, Exception: not null } ? JsonElement.Parse(Failed) : JsonOf(content.Result);

    public static JsonElement JsonOf(object? result) => result switch
    {
        JsonElement { ValueKind: JsonValueKind.String } text => TextOf(text.GetString()!),
        JsonElement json => json.ValueKind == JsonValueKind.Undefined ? Serialize(null) : json,
        JsonNode node => JsonElement.Parse(node.ToJsonString()),
        string text => TextOf(text),
        TextContent text => TextOf(text.Text),
        IEnumerable<AIContent> contents when contents.All(content => content is TextContent) => TextOf(string.Join('\n', contents.OfType<TextContent>().Select(content => content.Text))),
        _ => Serialize(result),
    };

    private static JsonElement Serialize(object? value) => JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value?.GetType() ?? typeof(object)));

    // No request carries half a character or NUL, and the other results must not be lost for them.
    private static JsonElement TextOf(string text) => Serialize(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD'));
}
