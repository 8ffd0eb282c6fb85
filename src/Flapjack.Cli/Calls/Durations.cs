using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Flapjack.Cli.Calls;

/// <summary>How long something may take, as people write it: <c>90</c> or <c>90s</c>, <c>5m</c>, <c>2h</c>.</summary>
internal static class Durations
{
    public static Option<TimeSpan?> Option(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = Parse,
    };

    /// <summary>The time that a text means; null if it means none.</summary>
    public static TimeSpan? Of(string text)
    {
        var unit = text.Length == 0 ? ' ' : text[^1];
        var number = char.IsAsciiDigit(unit) ? text : text[..^(text.Length == 0 ? 0 : 1)];
        var seconds = unit switch { 's' => 1, 'm' => 60, 'h' => 3_600, >= '0' and <= '9' => 1, _ => 0 };
        return seconds > 0 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? TimeSpan.FromSeconds((long)count * seconds) : null;
    }

    private static TimeSpan? Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Of(text) is { } time)
        {
            return time;
        }

        result.AddError($"'{text}' is no time. Write seconds, minutes or hours, such as 90s, 5m or 2h.");
        return null;
    }
}
