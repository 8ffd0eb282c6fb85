using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Orgs;

/// <summary>Makes the short names of an organization's things.</summary>
internal static partial class Slug
{
    /// <summary>A text in lower case, with one hyphen for whatever is neither a letter nor a digit of ASCII; empty if it has neither.</summary>
    public static string Of(string text) => NoSlug().Replace(text.ToLowerInvariant(), "-").Trim('-');

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoSlug();
}
