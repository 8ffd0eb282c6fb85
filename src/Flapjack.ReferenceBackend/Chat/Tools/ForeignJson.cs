using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>
/// Reads JSON that comes from outside, before it becomes what a tool answered. The answer is written into events, documents and traces, and told to models;
/// JSON that one of them could not write would end the turn instead of being an outcome.
/// </summary>
internal static class ForeignJson
{
    /// <summary>What the JSON must be, for messages.</summary>
    public static readonly string Rule = $"at most {MaxDepth} levels deep, without half characters, and no name twice in an object";

    // System.Text.Json reads and writes 64 levels, and what the answer is stored and shown in wraps it in a few levels of its own.
    private const int MaxDepth = 48;

    // A JsonNode, which the answer may become, takes no name twice.
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <returns>The JSON; null if it is not JSON, or is not what <see cref="Rule"/> says.</returns>
    public static JsonElement? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            RefuseHalfCharacters(json.Span);
            using var document = JsonDocument.Parse(json, Strict);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // An escape such as \ud800 is half a character, which nobody who reads the JSON could write again.
    private static void RefuseHalfCharacters(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
