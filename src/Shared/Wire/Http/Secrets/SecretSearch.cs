using System.Buffers;
using System.Text;

namespace Shared.Wire.Http.Secrets;

/// <summary>
/// Finds a secret, or a part of it that is long enough, in a text: as it is, in UTF-16 and UTF-32, in base64 and hexadecimal, and behind the
/// escapes of JSON, URLs and HTML, also where these stand inside each other. The client and the ASP.NET Core package are both built with this
/// file, so that they know the same spellings.
/// </summary>
internal sealed class SecretSearch
{
    /// <summary>A shorter secret is used in tests only, and may be a plain word. To take it out would hide nothing and garble sentences.</summary>
    public const int ShortestSecret = 8;

    // JSON in JSON in a URL: a text is not escaped more often by accident.
    private const int DeepestEscape = 4;

    // The search looks for short pieces of each form. There are so many pieces that every part that counts contains a whole piece.
    private const int PieceLength = 6;

    private readonly Dictionary<string, List<(SecretForm Form, int Place)>>.AlternateLookup<ReadOnlySpan<char>> _places;
    private readonly SearchValues<string> _pieces;

    /// <param name="secret">At least <see cref="ShortestSecret"/> characters.</param>
    public SecretSearch(string secret)
    {
        var places = new Dictionary<string, List<(SecretForm Form, int Place)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var form in SecretForm.AllOf(secret))
        {
            var step = form.ShortestPart - PieceLength + 1;
            for (var place = 0; place <= form.Text.Length - PieceLength; place += step)
            {
                var piece = form.Text.Substring(place, PieceLength);
                places.TryAdd(piece, []);
                places[piece].Add((form, place));
            }
        }

        _places = places.GetAlternateLookup<ReadOnlySpan<char>>();
        _pieces = SearchValues.Create([.. places.Keys], StringComparison.OrdinalIgnoreCase);
    }

    public bool IsIn(string text) => Find(text).Count > 0;

    /// <summary>The text with a mark in each place where the secret stood.</summary>
    /// <param name="text">The text as it came.</param>
    /// <param name="mark">Makes the mark out of the characters that it replaces.</param>
    public string Replace(string text, Func<string, string> mark)
    {
        var found = Find(text);
        if (found.Count == 0)
        {
            return text;
        }

        var replaced = new StringBuilder(text.Length);
        var from = 0;
        foreach (var (start, end) in found)
        {
            replaced.Append(text, from, start - from).Append(mark(text[start..end]));
            from = end;
        }

        return replaced.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The places where the secret stands, in order and without overlaps.</summary>
    private List<(int Start, int End)> Find(string text)
    {
        var found = new List<(int Start, int End)>();
        var view = UnescapedText.Of(text);
        for (var depth = 0; depth <= DeepestEscape && view is not null; depth++)
        {
            FindIn(view, found);
            view = view.Unescape();
        }

        found.Sort();
        return WithoutOverlaps(found);
    }

    private void FindIn(UnescapedText view, List<(int Start, int End)> found)
    {
        var text = view.Characters;
        var at = text.IndexOfAny(_pieces);
        while (at >= 0)
        {
            var next = at + 1;
            if (_places.TryGetValue(text.Slice(at, PieceLength), out var places))
            {
                foreach (var (form, place) in places)
                {
                    if (form.Around(text, at, place) is { } part)
                    {
                        found.Add(view.PlaceOf(part.Start, part.End));
                        // What follows may overlap this part by some characters.
                        next = Math.Max(next, part.End - PieceLength);
                    }
                }
            }

            var step = text[next..].IndexOfAny(_pieces);
            at = step < 0 ? -1 : next + step;
        }
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
}
