using System.Text.RegularExpressions;

namespace Flapjack.Sdk.Http;

/// <summary>Tells what a header can carry unchanged.</summary>
internal static partial class HeaderText
{
    /// <summary>Whether a text arrives as it is: 1 to 255 characters of ASCII, no control characters, no blanks at its ends, where they are trimmed.</summary>
    public static bool Carries(string? text) => text is not null && Unchanged().IsMatch(text);

    [GeneratedRegex(@"\A[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?\z")]
    private static partial Regex Unchanged();
}
