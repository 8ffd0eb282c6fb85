using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>A model's call of a tool, as the wire and the store have it.</summary>
/// <param name="Id">The call's id; unique in its thread.</param>
/// <param name="Name">The tool's name.</param>
/// <param name="Arguments">The arguments, as a text of JSON.</param>
internal sealed record StoredToolCall(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("arguments")] string Arguments)
{
    /// <summary>The longest id. The contract knows no limit, so this one is ours.</summary>
    public const int MaxIdLength = 200;

    public JsonObject ToJson() => new() { ["id"] = Id, ["name"] = Name, ["arguments"] = Arguments };

    /// <summary>The arguments as a JSON object; null if the model wrote something else.</summary>
    public JsonElement? ParseArguments()
    {
        try
        {
            var json = JsonElement.Parse(Arguments);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
