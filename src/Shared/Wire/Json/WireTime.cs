using System.Globalization;
using System.Text.RegularExpressions;

namespace Shared.Wire.Json;

/// <summary>
/// Reads a point in time in ISO 8601, and in the text form of PostgreSQL, which has a blank in the place of the T and a zone of two digits:
/// <c>2026-04-13 18:52:00.123+00</c>. Without a zone it is UTC, as all times of the service are.
/// </summary>
internal static partial class WireTime
{
    public static bool TryRead(string text, out DateTimeOffset time)
    {
        time = default;
        var match = Form().Match(text);
        if (!match.Success)
        {
            return false;
        }

        string Group(string name, string missing) => match.Groups[name] is { Success: true, Length: > 0 } group ? group.Value : missing;
        var zone = match.Groups["sign"].Success ? $"{match.Groups["sign"].Value}{match.Groups["hours"].Value}:{Group("minutes", "00")}" : "+00:00";
        return DateTimeOffset.TryParseExact(
            $"{match.Groups["date"].Value}T{Group("time", "00:00")}:{Group("seconds", "00")}.{Group("fraction", "0")} {zone}",
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF zzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out time);
    }

    // Seven digits of a fraction are kept, all that a DateTimeOffset can hold.
    [GeneratedRegex("""
        \A(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})
        (?:[Tt\x20](?<time>[0-9]{2}:[0-9]{2})(?::(?<seconds>[0-9]{2})(?:\.(?<fraction>[0-9]{1,7})[0-9]*)?)?
        \x20?(?:[Zz]|UTC|(?<sign>[+-])(?<hours>[0-9]{2})(?::?(?<minutes>[0-9]{2}))?)?)?\z
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();
}
