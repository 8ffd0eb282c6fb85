using System.Text;
using Shared.Wire.Http.Secrets;
using static System.Environment;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>
/// Takes the API key out of a text that the other side sent, such as an error page, which may echo the request's headers. After a rotation it takes out the
/// keys of before as well.
/// </summary>
/// <param name="key">The first key; empty for none.</param>
internal sealed class KeyRedaction(string key)
{
    private const string Mark = "[key]";

    private readonly KnownSecrets _known = new(key);

    /// <summary>The key that a client with these options sends; null if there is none.</summary>
    public static string? KeyOf(FlapjackClientOptions options) =>
        !string.IsNullOrWhiteSpace(options.ApiKey) ? options.ApiKey
        : GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable) is { } key && !string.IsNullOrWhiteSpace(key) ? key
        : null;

    // A key is ASCII, and in Latin-1 every byte is a character. So a body in any encoding stays the same, apart from the key.
    public byte[] Redact(byte[] body) => Encoding.Latin1.GetBytes(Redact(Encoding.Latin1.GetString(body)));

    public string Redact(string text) => _known.Replace(text, MarkLike);

    /// <summary>Takes out one more key from now on.</summary>
    public void Learn(string key) => _known.Learn(key);

    // In UTF-16 a mark of single bytes would shift every character behind it.
    private static string MarkLike(string place)
    {
        var width = place.Length > 1 ? place.AsSpan(1).IndexOfAnyExcept('\0') : 0;
        return width == 0 ? Mark : string.Join(new string('\0', width), Mark.ToCharArray());
    }
}
