namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// A small registry, which is built in: the shapes of the service's answers are not documented, and a local backend asks no other service. Its servers
/// exist.
/// </summary>
internal static class McpRegistry
{
    private static readonly McpRegistryServer[] Programs =
    [
        Npm("everything", "A server with every feature of the protocol, to test clients with."),
        Npm("filesystem", "Reads and writes files in the folders that its arguments name."),
        Npm("memory", "Remembers entities and relations in a file."),
        Npm("sequential-thinking", "Thinks a problem through, step by step."),
    ];

    private static readonly McpRegistryServer[] Hosted =
    [
        At("github", "Repositories, issues and pull requests on GitHub.", "https://api.githubcopilot.com/mcp/"),
        At("linear", "Issues and projects in Linear.", "https://mcp.linear.app/mcp"),
        At("notion", "Pages and databases in Notion.", "https://mcp.notion.com/mcp"),
        At("sentry", "Errors and releases in Sentry.", "https://mcp.sentry.dev/mcp"),
    ];

    /// <summary>The servers whose name or description holds a text; all of them without one.</summary>
    public static IReadOnlyList<McpRegistryServer> Search(string? text) =>
    [
        .. Programs.Concat(Hosted).Where(server => text is null
            || server.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || server.Description.Contains(text, StringComparison.OrdinalIgnoreCase)),
    ];

    /// <summary>The servers that their makers host.</summary>
    public static IReadOnlyList<McpRegistryServer> Managed() => Hosted;

    private static McpRegistryServer Npm(string name, string description) =>
        new(name, description, McpTransports.Stdio, Url: null, "npx", ["-y", $"@modelcontextprotocol/server-{name}"]);

    private static McpRegistryServer At(string name, string description, string url) =>
        new(name, description, McpTransports.StreamableHttp, url, Command: null, Args: null);
}
