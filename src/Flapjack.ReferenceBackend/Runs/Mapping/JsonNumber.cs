using System.Text.Json;

namespace Flapjack.ReferenceBackend.Runs.Mapping;

/// <summary>A number of JSON, compared exactly: a double or a decimal would make one number of two that are long, or lie close together.</summary>
internal readonly struct JsonNumber : IComparable<JsonNumber>
{
    // No exponent that is longer than this makes a difference: a document that has so many digits does not exist.
    private const int LongestExponent = 15;

    private readonly bool _isNegative;
    // Without zeros on either side; empty for zero.
    private readonly string _digits;
    // Where the point stands, counted from before the first digit.
    private readonly long _point;

    /// <param name="number">A number, and nothing else.</param>
    public JsonNumber(JsonElement number)
    {
        var text = number.GetRawText();
        _isNegative = text[0] == '-';
        var exponentAt = text.AsSpan().IndexOfAny('e', 'E');
        var mantissa = text.AsSpan(_isNegative ? 1 : 0, (exponentAt < 0 ? text.Length : exponentAt) - (_isNegative ? 1 : 0));
        var pointAt = mantissa.IndexOf('.');
        var digits = pointAt < 0 ? mantissa.ToString() : string.Concat(mantissa[..pointAt], mantissa[(pointAt + 1)..]);
        var significant = digits.TrimStart('0');
        var exponent = exponentAt < 0 ? 0 : ExponentOf(text.AsSpan(exponentAt + 1));
        _point = (pointAt < 0 ? mantissa.Length : pointAt) - (digits.Length - significant.Length) + exponent;
        _digits = significant.TrimEnd('0');
    }

    public int CompareTo(JsonNumber other) =>
        Sign != other.Sign ? Sign.CompareTo(other.Sign)
        : Sign * (_point != other._point && Sign != 0 ? _point.CompareTo(other._point) : string.CompareOrdinal(_digits, other._digits));

    private int Sign => _digits.Length == 0 ? 0 : _isNegative ? -1 : 1;

    private static long ExponentOf(ReadOnlySpan<char> text)
    {
        var isNegative = text[0] == '-';
        var digits = text.TrimStart("+-").TrimStart('0');
        var size = digits.Length > LongestExponent ? (long)1e15 : digits.IsEmpty ? 0 : long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
        return isNegative ? -size : size;
    }
}
