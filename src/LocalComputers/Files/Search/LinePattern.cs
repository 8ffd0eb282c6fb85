using System.Text;
using System.Text.RegularExpressions;

namespace LocalComputers.Files.Search;

/// <summary>What is looked for in the lines of files: a text, or a regular expression that takes no longer than its line is long.</summary>
internal sealed class LinePattern
{
    // A line takes far less, unless the expression counts up to thousands.
    private static readonly TimeSpan MostForALine = TimeSpan.FromSeconds(2);

    private readonly string _text;
    private readonly byte[]? _bytes;
    private readonly Regex? _expression;

    private LinePattern(string text, bool ignoresCase, Regex? expression)
    {
        (_text, _expression) = (text, expression);
        _bytes = expression is null && !ignoresCase ? Encoding.UTF8.GetBytes(text) : null;
    }

    /// <param name="pattern">The text, or the regular expression in the syntax of .NET.</param>
    /// <param name="isExpression">Whether it is a regular expression.</param>
    /// <param name="ignoresCase">Whether capital and small letters are the same.</param>
    /// <exception cref="FormatException">It is no regular expression, or an expression that could take much longer than its line is long. The message tells which.</exception>
    public static LinePattern Of(string pattern, bool isExpression, bool ignoresCase)
    {
        if (!isExpression)
        {
            return new(pattern, ignoresCase, null);
        }

        try
        {
            var options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | (ignoresCase ? RegexOptions.IgnoreCase : RegexOptions.None);
            return new(pattern, ignoresCase, new(pattern, options, MostForALine));
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"The pattern is no regular expression: {e.Message}", e);
        }
        catch (NotSupportedException e)
        {
            throw new FormatException("The pattern looks ahead, looks behind, refers back, or counts too far, which can take for ever. Write it without these.", e);
        }
    }

    /// <summary>Whether a line can hold it; a quick look at the bytes.</summary>
    public bool MayBeIn(ReadOnlySpan<byte> line) => _bytes is null || line.IndexOf(_bytes) >= 0;

    /// <summary>Where it begins in a line; negative if the line does not hold it.</summary>
    /// <exception cref="RegexMatchTimeoutException">The line takes too long.</exception>
    public int IndexIn(ReadOnlySpan<char> line)
    {
        if (_expression is null)
        {
            return line.IndexOf(_text, _bytes is null ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
        }

        foreach (var match in _expression.EnumerateMatches(line))
        {
            return match.Index;
        }

        return -1;
    }
}
