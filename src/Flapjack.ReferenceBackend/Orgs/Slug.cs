using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>Makes the short names of an organization's things.</summary>
internal static partial class Slug
{
    /// <summary>A text in lower case, in which one hyphen replaces whatever is neither an ASCII letter nor an ASCII digit; empty if the text has none of them.</summary>
    public static string Of(string text) => NoSlug().Replace(text.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoSlug();
}
