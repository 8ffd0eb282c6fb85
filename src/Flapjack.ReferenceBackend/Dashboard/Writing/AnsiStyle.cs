using System.Globalization;

namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>How a terminal writes now, as classes of CSS: bold, dim, italic, underlined, and the sixteen colours of the text. Other styles are left out.</summary>
internal sealed class AnsiStyle
{
    private const int Colours = 16;

    private readonly SortedSet<string> _marks = new(StringComparer.Ordinal);
    private int? _colour;

    public string Classes { get; private set; } = "";

    /// <summary>Applies the numbers of one escape, such as <c>1;31</c>.</summary>
    public void Apply(string numbers)
    {
        var codes = numbers.Split(';', ':').Select(code => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).ToList();
        for (var at = 0; at < codes.Count; at++)
        {
            at += codes[at] is 38 or 48 ? ApplyLong(codes, at) : ApplyShort(codes[at]);
        }

        string[] colour = _colour is { } number ? [string.Create(CultureInfo.InvariantCulture, $"c{number}")] : [];
        Classes = string.Join(' ', [.. colour, .. _marks]);
    }

    private int ApplyShort(int code)
    {
        switch (code)
        {
            case 0:
                _colour = null;
                _marks.Clear();
                break;
            case 1 or 2 or 3 or 4:
                _marks.Add(MarkOf(code));
                break;
            case 22:
                _marks.ExceptWith([MarkOf(1), MarkOf(2)]);
                break;
            case 23 or 24:
                _marks.Remove(MarkOf(code - 20));
                break;
            case >= 30 and <= 37:
                _colour = code - 30;
                break;
            case >= 90 and <= 97:
                _colour = code - 90 + 8;
                break;
            case 39:
                _colour = null;
                break;
        }

        return 0;
    }

    /// <summary>A colour of a larger palette. The first sixteen are the usual ones; any other becomes the usual text.</summary>
    /// <returns>How many numbers belong to it beside the first.</returns>
    private int ApplyLong(List<int> codes, int at)
    {
        var (kind, isText) = (codes.ElementAtOrDefault(at + 1), codes[at] == 38);
        if (isText)
        {
            _colour = kind == 5 && codes.ElementAtOrDefault(at + 2) is var number && number < Colours ? number : null;
        }

        return kind switch { 5 => 2, 2 => 4, _ => 1 };
    }

    private static string MarkOf(int code) => code switch { 1 => "bold", 2 => "dim", 3 => "italic", _ => "line" };
}
