namespace Flapjack.ReferenceBackend.Coding;

/// <summary>Takes secrets out of a text that comes in pieces, also a secret that stands across the end of a piece.</summary>
/// <param name="secrets">The secrets, the longest first.</param>
internal sealed class SecretFilter(IReadOnlyList<string> secrets)
{
    /// <summary>A shorter value is no secret: it would be found in ordinary words.</summary>
    private const int ShortestSecret = 8;

    private const string Hidden = "[hidden]";

    private string _held = "";

    /// <summary>Those of the values that are secrets, in the order that the filter needs.</summary>
    public static IReadOnlyList<string> SecretsOf(IEnumerable<string> values) =>
        [.. values.Where(value => value.Length >= ShortestSecret).Distinct(StringComparer.Ordinal).OrderByDescending(value => value.Length)];

    /// <summary>A text without the secrets.</summary>
    public static string Clean(string text, IReadOnlyList<string> secrets) =>
        secrets.Aggregate(text, (clean, secret) => clean.Replace(secret, Hidden, StringComparison.Ordinal));

    /// <summary>The next piece without the secrets. Its end is held back as long as it may be the beginning of a secret.</summary>
    public string Next(string piece)
    {
        var text = Clean(_held + piece, secrets);
        var held = HeldBack(text);
        _held = text[^held..];
        return text[..^held];
    }

    /// <summary>What was held back, when no further piece comes.</summary>
    public string End()
    {
        var rest = _held;
        _held = "";
        return rest;
    }

    private int HeldBack(string text)
    {
        for (var length = Math.Min(text.Length, secrets.Count == 0 ? 0 : secrets[0].Length - 1); length > 0; length--)
        {
            var end = text.AsSpan(text.Length - length);
            foreach (var secret in secrets)
            {
                if (secret.Length > length && secret.AsSpan().StartsWith(end, StringComparison.Ordinal))
                {
                    return length;
                }
            }
        }

        return 0;
    }
}
