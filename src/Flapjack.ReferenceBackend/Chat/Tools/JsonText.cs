using System.Text.Encodings.Web;
using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>How JSON is written that models and people read as text.</summary>
internal static class JsonText
{
    /// <summary>Relaxed, because quotes and angle brackets in commands and their output would otherwise become \u escapes.</summary>
    public static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
