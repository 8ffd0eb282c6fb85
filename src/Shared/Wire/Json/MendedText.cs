using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Shared.Wire.Json;

/// <summary>
/// Reads a JSON string that a .NET string can't hold: it was cut inside a character, by a service that counts UTF-16 units, or it is not UTF-8.
/// U+FFFD stands for each missing character.
/// </summary>
internal static partial class MendedText
{
    /// <param name="escaped">What stands between the quotes.</param>
    /// <returns>The text as UTF-8.</returns>
    public static byte[] Of(ReadOnlySpan<byte> escaped)
    {
        var whole = Escape().Replace(Encoding.UTF8.GetString(escaped), escape => escape.Groups["half"].Success ? @"\ufffd" : escape.Value);
        return Encoding.UTF8.GetBytes(JsonSerializer.Deserialize($"\"{whole}\"", BasicJson.Default.String)!);
    }

    // The order matters: a whole pair is tried first, and the last alternative skips every other escape.
    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\.")]
    private static partial Regex Escape();
}
