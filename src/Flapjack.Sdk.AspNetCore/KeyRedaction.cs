using System.Text;
using static System.Environment;

namespace Flapjack.Sdk.AspNetCore;

/// <summary>
/// Takes the API key out of what the other side sent: an error page may echo the request's headers. It finds the key as it is, in UTF-16 and
/// UTF-32, in base64 and hexadecimal, and behind the escapes of JSON, URLs and HTML, also where these stand inside each other.
/// </summary>
internal sealed class KeyRedaction
{
    private const string Mark = "[key]";

    // A shorter key is no secret but the word of a test, which stands in many an innocent sentence.
    private const int ShortestSecret = 8;

    // JSON in JSON in a URL; nobody escapes more often by accident.
    private const int DeepestEscape = 4;

    private readonly string _key;
    private readonly IReadOnlyList<KeyForm> _forms;

    public KeyRedaction(string key)
    {
        _key = key;
        _forms = key.Length < ShortestSecret ? [] : KeyForm.AllOf(key);
    }

    /// <summary>The key that a client with these options sends; null if there is none.</summary>
    public static string? KeyOf(FlapjackClientOptions options) =>
        !string.IsNullOrWhiteSpace(options.ApiKey) ? options.ApiKey
        : GetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable) is { } key && !string.IsNullOrWhiteSpace(key) ? key
        : null;

    // A key is ASCII, and in Latin-1 every byte is a character: whatever the body is, it comes out the same but for the key.
    public byte[] Redact(byte[] body) => Encoding.Latin1.GetBytes(Redact(Encoding.Latin1.GetString(body)));

    public string Redact(string text)
    {
        var found = Find(text);
        if (found.Count == 0)
        {
            return text;
        }

        var redacted = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, end) in found)
        {
            redacted.Append(text, from, start - from).Append(MarkLike(text.AsSpan(start, end - start)));
            from = end;
        }

        return redacted.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>Where the key stands: places in order, none of which overlap.</summary>
    private List<(int Start, int End)> Find(string text)
    {
        var found = new List<(int Start, int End)>();
        if (_forms.Count > 0 && text.Length >= _key.Length)
        {
            var view = UnescapedText.Of(text);
            for (var depth = 0; depth <= DeepestEscape && view is not null; depth++)
            {
                foreach (var form in _forms)
                {
                    form.FindIn(view, found);
                }

                view = view.Unescape();
            }
        }

        found.Sort();
        return WithoutOverlaps(found);
    }

    private static List<(int Start, int End)> WithoutOverlaps(List<(int Start, int End)> sorted)
    {
        var apart = new List<(int Start, int End)>();
        foreach (var (start, end) in sorted)
        {
            if (apart.Count > 0 && start < apart[^1].End)
            {
                apart[^1] = (apart[^1].Start, Math.Max(apart[^1].End, end));
            }
            else
            {
                apart.Add((start, end));
            }
        }

        return apart;
    }

    // In UTF-16 a mark of single bytes would shift every character behind it.
    private static string MarkLike(ReadOnlySpan<char> place)
    {
        var width = place.Length > 1 ? place[1..].IndexOfAnyExcept('\0') : 0;
        return width == 0 ? Mark : string.Join(new string('\0', width), Mark.ToCharArray());
    }
}
