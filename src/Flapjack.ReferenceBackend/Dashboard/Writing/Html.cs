using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Flapjack.ReferenceBackend.Dashboard.Writing;

/// <summary>
/// A piece of HTML in which every interpolated text is encoded: nobody can forget it. The value of an attribute has to stand in double quotes. Only another
/// piece is copied as it is.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Html(int literalLength, int formattedCount)
{
    // Letters of all scripts stay as they are; what has a meaning in HTML, and what can't be seen, is escaped.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder? _text = new(literalLength + (24 * formattedCount));

    public void AppendLiteral(string literal) => _text!.Append(literal);

    public void AppendFormatted(string? text) => _text!.Append(text is null ? "" : Encoder.Encode(text));

    public void AppendFormatted(long number) => _text!.Append(CultureInfo.InvariantCulture, $"{number}");

    public void AppendFormatted(Html piece) => _text!.Append(piece._text);

    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (var piece in pieces)
        {
            AppendFormatted(piece);
        }
    }

    /// <summary>A piece, or nothing.</summary>
    public static Html If(bool condition, Html piece) => condition ? piece : default;

    public override string ToString() => _text?.ToString() ?? "";
}
