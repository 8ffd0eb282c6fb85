using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shared.Wire.Http;

/// <summary>A sentence under construction. Our own words stay as they are; every text that is filled in is redacted.</summary>
[InterpolatedStringHandler]
internal readonly ref struct RedactedMessage(int literalLength, int formattedCount, Redaction redaction)
{
    private readonly StringBuilder _text = new(literalLength + (40 * formattedCount));

    public void AppendLiteral(string literal)
    {
        // A text that ends in a question has ended the sentence.
        var isEnded = literal.StartsWith('.') && _text.Length > 0 && _text[^1] is '?' or '!' or '…';
        _text.Append(isEnded ? literal.AsSpan(1) : literal);
    }

    /// <summary>Fills in a text without the marks and spaces at its end, because the sentence goes on after it, or ends there with its own mark.</summary>
    public void AppendFormatted(string? text) => _text.Append(redaction.Of(text)?.TrimEnd('.', ':', ';', ',', ' ', '\t', '\r', '\n'));

    public void AppendFormatted<T>(T value, string? format = null) =>
        AppendFormatted(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString());

    public override string ToString() => _text.ToString();
}
