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
        var text = _held + piece;
        var end = BeginningOfWhole(text, text.Length - HeldBack(text));
        _held = text[end..];
        return Clean(text[..end], secrets);
    }

    /// <summary>What was held back, when no further piece comes.</summary>
    public string End()
    {
        var rest = Clean(_held, secrets);
        _held = "";
        return rest;
    }

    /// <summary>Where a text can be cut without cutting a secret: at the place, or before it.</summary>
    private int BeginningOfWhole(string text, int place)
    {
        for (var isCut = true; isCut;)
        {
            isCut = false;
            foreach (var secret in secrets)
            {
                var from = Math.Max(0, place - secret.Length + 1);
                if (from < place && text.IndexOf(secret, from, Math.Min(text.Length, place + secret.Length - 1) - from, StringComparison.Ordinal) is >= 0 and var begin && begin < place)
                {
                    (place, isCut) = (begin, true);
                }
            }
        }

        return place;
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
