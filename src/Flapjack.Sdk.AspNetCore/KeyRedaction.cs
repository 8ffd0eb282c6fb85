using System.Text;
using Shared.Wire.Http.Secrets;
using static System.Environment;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>Takes the API key out of a text that the other side sent, such as an error page, which may echo the request's headers.</summary>
internal sealed class KeyRedaction(string key)
{
    private const string Mark = "[key]";

    private readonly SecretSearch? _search = key.Length < SecretSearch.ShortestSecret ? null : new(key);

    /// <summary>Whether this object takes out that key.</summary>
    public bool IsOf(string other) => key == other;

    /// <summary>The key that a client with these options sends; null if there is none.</summary>
    public static string? KeyOf(FlapjackClientOptions options) =>
        !string.IsNullOrWhiteSpace(options.ApiKey) ? options.ApiKey
        : GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable) is { } key && !string.IsNullOrWhiteSpace(key) ? key
        : null;

    // A key is ASCII, and in Latin-1 every byte is a character. So a body in any encoding stays the same, apart from the key.
    public byte[] Redact(byte[] body) => Encoding.Latin1.GetBytes(Redact(Encoding.Latin1.GetString(body)));

    public string Redact(string text) => _search is null ? text : _search.Replace(text, MarkLike);

    // In UTF-16 a mark of single bytes would shift every character behind it.
    private static string MarkLike(string place)
    {
        var width = place.Length > 1 ? place.AsSpan(1).IndexOfAnyExcept('\0') : 0;
        return width == 0 ? Mark : string.Join(new string('\0', width), Mark.ToCharArray());
    }
}
