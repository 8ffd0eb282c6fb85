using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>JSON in what steps bring.</summary>
internal static class StepJson
{
    public static JsonElement Null { get; } = JsonElement.Parse("null");

    /// <summary>The text as JSON, so that later steps find the fields in it; null if the text, as a whole, is no JSON that this backend can hand on.</summary>
    public static JsonNode? Parse(string text) => ForeignJson.Read(Encoding.UTF8.GetBytes(text)) is { } json ? JsonSerializer.SerializeToNode(json) : null;
}
