using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>Why a session ended without success.</summary>
/// <param name="Code">The code, for example <c>CODER_FAILED</c>.</param>
/// <param name="Message">The same for people.</param>
internal sealed record SessionError(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message);
