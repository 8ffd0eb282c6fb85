using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Resources.Knowledge;

/// <summary>Splits a text into chunks: at the end of a paragraph if it can be, else of a sentence or a line, else between words, else anywhere but inside a character.</summary>
internal static partial class Chunks
{
    /// <summary>The most characters of a chunk, which is about 300 words.</summary>
    public const int MaxLength = 2_000;

    // A chunk that ends in good order must be at least this long.
    private const int MinLength = MaxLength / 2;

    /// <summary>The chunks; empty if the text is blank.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        text = text.ReplaceLineEndings("\n");
        var chunks = new List<string>();
        for (var start = 0; start < text.Length;)
        {
            var end = EndOf(text.AsSpan(start)) + start;
            var chunk = text[start..end].Trim();
            if (chunk.Length > 0)
            {
                chunks.Add(chunk);
            }

            start = end;
        }

        return chunks;
    }

    private static int EndOf(ReadOnlySpan<char> rest)
    {
        if (rest.Length <= MaxLength)
        {
            return rest.Length;
        }

        var window = rest[..MaxLength];
        int[] ends = [LastOf(Paragraph(), window), LastOf(Sentence(), window), LastOf(Space(), window)];
        var end = Array.Find(ends, end => end >= MinLength);
        return end > 0 ? end : char.IsLowSurrogate(rest[MaxLength]) && char.IsHighSurrogate(rest[MaxLength - 1]) ? MaxLength - 1 : MaxLength;
    }

    private static int LastOf(Regex border, ReadOnlySpan<char> window)
    {
        var last = 0;
        foreach (var match in border.EnumerateMatches(window))
        {
            last = match.Index + match.Length;
        }

        return last;
    }

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex Paragraph();

    [GeneratedRegex(@"[.!?…。！？][""'”’)\]]?\s|\n")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\s")]
    private static partial Regex Space();
}
