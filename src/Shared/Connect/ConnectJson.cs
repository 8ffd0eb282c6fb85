using System.Text.Encodings.Web;
using System.Text.Json;

namespace Shared.Connect;

/// <summary>How JSON is read and written in the Connect protocol.</summary>
internal static class ConnectJson
{
    // An unknown field may be nested deeply, and must not lose the message.
    private const int MaxDepth = 1_000;

    /// <summary>Nothing here stands inside HTML, so only what JSON itself forbids is escaped.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> utf8) => new(utf8, new JsonReaderOptions { MaxDepth = MaxDepth });
}
