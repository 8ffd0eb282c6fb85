using System.Globalization;

namespace Shared.Wire.Http.Secrets;

/// <summary>A text without its escapes. Each character knows its place in the original text.</summary>
internal sealed class UnescapedText
{
    private static readonly (string Name, char Character)[] Entities =
        [("amp", '&'), ("lowbar", '_'), ("UnderBar", '_'), ("period", '.'), ("plus", '+'), ("sol", '/'), ("equals", '='), ("bsol", '\\'), ("percnt", '%'), ("num", '#'), ("semi", ';'),
        ("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("hyphen", '-'), ("dash", '-'), ("colon", ':')];

    private readonly char[] _characters;
    private readonly int[] _starts;
    private readonly int[] _ends;

    private UnescapedText(int capacity)
    {
        _characters = new char[capacity];
        _starts = new int[capacity];
        _ends = new int[capacity];
    }

    private int Length { get; set; }

    public ReadOnlySpan<char> Characters => _characters.AsSpan(0, Length);

    public static UnescapedText Of(string text)
    {
        var view = new UnescapedText(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            view.Add(text[i], i, i + 1);
        }

        return view;
    }

    /// <summary>The place of some characters in the original text.</summary>
    public (int Start, int End) PlaceOf(int from, int to) => (_starts[from], _ends[to - 1]);

    /// <summary>Takes one layer of escapes away; null if there is none.</summary>
    public UnescapedText? Unescape()
    {
        var result = new UnescapedText(Length);
        for (var i = 0; i < Length;)
        {
            var rest = Characters[i..];
            // UTF-16 read as single bytes is full of zeros, and long base64 is broken into lines.
            var (length, character) = rest[0] is '\0' or '\r' or '\n' ? (1, (char?)null) : Decode(rest);
            if (character is { } decoded)
            {
                result.Add(decoded, _starts[i], _ends[i + length - 1]);
            }

            i += length;
        }

        return result.Length == Length ? null : result;
    }

    private static (int Length, char? Character) Decode(ReadOnlySpan<char> text) => text[0] switch
    {
        '\\' => Backslash(text),
        '%' => text.Length > 1 && text[1] is 'u' or 'U' ? Hex(text, 2, 4) : Hex(text, 1, 2),
        '&' => Entity(text),
        _ => (1, text[0]),
    };

    private static (int Length, char? Character) Backslash(ReadOnlySpan<char> text) => text.Length < 2 ? (1, text[0]) : text[1] switch
    {
        'u' when text.Length > 2 && text[2] == '{' => Braced(text),
        'u' or 'U' => Hex(text, 2, 4),
        'x' => Hex(text, 2, 2),
        'r' or 'n' => (2, '\n'),
        't' or 'b' or 'f' => (2, ' '),
        // JSON escapes three of these characters; Markdown, shells and regular expressions escape all of them.
        > ' ' and < '\x7f' when !char.IsAsciiLetterOrDigit(text[1]) => (2, text[1]),
        _ => (1, text[0]),
    };

    private static (int Length, char? Character) Braced(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, 12)].IndexOf('}');
        return end > 0 && Hex(text[..end], 3, end - 3) is { Length: > 1 } found ? (end + 1, found.Character) : (1, text[0]);
    }

    private static (int Length, char? Character) Hex(ReadOnlySpan<char> text, int from, int digits) =>
        text.Length >= from + digits && int.TryParse(text.Slice(from, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code is >= 0 and <= char.MaxValue
            ? (from + digits, (char)code)
            : (1, text[0]);

    private static (int Length, char? Character) Entity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, 12)].IndexOf(';');
        if (end < 2)
        {
            return (1, text[0]);
        }

        var name = text[1..end];
        if (name[0] == '#')
        {
            var isHex = name.Length > 1 && name[1] is 'x' or 'X';
            return int.TryParse(name[(isHex ? 2 : 1)..], isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var code)
                && code is >= 0 and <= char.MaxValue
                ? (end + 1, (char)code)
                : (1, text[0]);
        }

        foreach (var (entity, character) in Entities)
        {
            if (name.SequenceEqual(entity))
            {
                return (end + 1, character);
            }
        }

        return (1, text[0]);
    }

    private void Add(char character, int start, int end)
    {
        (_characters[Length], _starts[Length], _ends[Length]) = (character, start, end);
        Length++;
    }
}
