using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flapjack.ReferenceBackend.Chat.Tools;
using Microsoft.Extensions.AI;

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

    private const string NoJson = "invalid";

    public JsonObject ToJson() => new() { ["id"] = Id, ["name"] = Name, ["arguments"] = Arguments };

    /// <summary>The arguments as a JSON object; null if the model wrote something else, or JSON that can't be stored and shown.</summary>
    public JsonElement? ParseArguments() =>
        ForeignJson.Read(Encoding.UTF8.GetBytes(Arguments)) is { ValueKind: JsonValueKind.Object } json ? json : null;

    /// <summary>A model's call, with its arguments as a text. Arguments that can't be written become a text that is no JSON, and so the model is told.</summary>
    /// <param name="id">The call's id.</param>
    /// <param name="call">The call.</param>
    public static StoredToolCall Of(string id, FunctionCallContent call)
    {
        try
        {
            return new(id, call.Name, call.Exception is null ? JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), JsonText.Options) : NoJson);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NotSupportedException)
        {
            // Too many levels, or half a character.
            return new(id, call.Name, NoJson);
        }
    }
}
