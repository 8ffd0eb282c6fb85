namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>The short name of an MCP server, by which its tools are called: <c>{slug}__{tool}</c>.</summary>
internal static class McpSlug
{
    private const string OfNoLetters = "server";

    public static string Of(string name) => Orgs.Slug.Of(name) is { Length: > 0 } slug ? slug : OfNoLetters;

    /// <summary>Another slug, for a name that a server of the organization has already.</summary>
    public static string Another(string slug) => $"{slug}-{Guid.NewGuid().ToString("N")[..6]}";
}
