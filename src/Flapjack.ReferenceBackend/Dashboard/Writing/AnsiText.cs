namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>
/// Takes the escapes of a terminal out of a text that comes in pieces: colours become classes of CSS, and everything else an escape can do is left out.
/// </summary>
internal sealed class AnsiText
{
    private const char Escape = '\e';

    // Longer than any escape that means something. What is longer is no escape, and is left out piece by piece.
    private const int LongestHeld = 4096;

    private readonly AnsiStyle _style = new();
    private string _held = "";

    /// <summary>The next pieces, each with its classes.</summary>
    public IReadOnlyList<(string Classes, string Text)> Next(string piece)
    {
        var text = _held + piece;
        // A line feed may follow, which is then a part of the same end of a line.
        var back = text.EndsWith('\r') ? "\r" : "";
        (text, _held) = (text[..^back.Length], back);
        var pieces = new List<(string, string)>();
        for (var at = 0; at < text.Length;)
        {
            var next = text.IndexOf(Escape, at);
            Add(pieces, text[at..(next < 0 ? text.Length : next)]);
            if (next < 0)
            {
                break;
            }

            if (EndOf(text, next) is not { } end)
            {
                _held = text.Length - next > LongestHeld ? "" : text[next..] + back;
                break;
            }

            if (text[end - 1] == 'm' && text[next + 1] == '[')
            {
                _style.Apply(text[(next + 2)..(end - 1)]);
            }

            at = end;
        }

        return pieces;
    }

    private void Add(List<(string, string)> pieces, string text)
    {
        // A lone carriage return goes back to the beginning of the line; here the line that it would overwrite stays, and the new one comes below.
        var shown = string.Concat(text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Where(character => !char.IsControl(character) || character is '\n' or '\t'));
        if (shown.Length > 0)
        {
            pieces.Add((_style.Classes, shown));
        }
    }

    /// <summary>Where an escape ends; null if its end has not come.</summary>
    private static int? EndOf(string text, int start) => start + 1 >= text.Length ? null : text[start + 1] switch
    {
        '[' => EndOfSequence(text, start + 2),
        ']' or 'P' or 'X' or '^' or '_' => EndOfString(text, start + 2),
        >= ' ' and <= '/' => start + 2 < text.Length ? start + 3 : null,
        _ => start + 2,
    };

    private static int? EndOfSequence(string text, int at)
    {
        while (at < text.Length && text[at] is >= ' ' and <= '?')
        {
            at++;
        }

        // What can't end a sequence cuts it off, and is shown.
        return at >= text.Length ? null : text[at] is >= '@' and <= '~' ? at + 1 : at;
    }

    /// <summary>Such a string, the title of a window for example, ends with BEL or with ESC and a backslash.</summary>
    private static int? EndOfString(string text, int at)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '\a')
            {
                return at + 1;
            }

            if (text[at] == Escape)
            {
                return at + 1 < text.Length ? at + 2 : null;
            }
        }

        return null;
    }
}
