using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.Sdk.Extensions.AI.Json;

/// <summary>JSON for a model, which pays for each character: no white space, and no escape that is not needed.</summary>
internal static class CompactJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement ElementOf(JsonObject json) => JsonElement.Parse(Write(writer => json.WriteTo(writer)));

    public static string TextOf(JsonElement json) => Encoding.UTF8.GetString(Write(json.WriteTo));

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Options))
        {
            write(writer);
        }

        return text.ToArray();
    }
}
