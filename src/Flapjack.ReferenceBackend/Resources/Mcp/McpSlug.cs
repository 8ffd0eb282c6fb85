using System.Text.RegularExpressions;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The short name of an MCP server, by which its tools are called: <c>{slug}__{tool}</c>.</summary>
internal static partial class McpSlug
{
    private const string OfNoLetters = "server";

    /// <summary>The slug of a name: in lower case, with one hyphen for whatever is neither a letter nor a digit of ASCII.</summary>
    public static string Of(string name) => NoSlug().Replace(name.ToLowerInvariant(), "-").Trim('-') is { Length: > 0 } slug ? slug : OfNoLetters;

    /// <summary>Another slug, for a name that a server of the organization has already.</summary>
    public static string Another(string slug) => $"{slug}-{Guid.NewGuid().ToString("N")[..6]}";

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NoSlug();
}
