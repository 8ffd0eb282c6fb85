using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>JSON in what steps bring.</summary>
internal static class StepJson
{
    public static JsonElement Null { get; } = JsonElement.Parse("null");

    /// <summary>The text as JSON, so that later steps find the fields in it; null if the text, as a whole, is no JSON.</summary>
    public static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
