namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>What an MCP server asks of its callers. It is stored encrypted, and is in no answer, message or log.</summary>
internal sealed class McpCredentials
{
    public static readonly McpCredentials None = new();

    /// <summary>The headers of each request to a server with an address.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The environment variables of a server that is a program.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether there is nothing to store.</summary>
    public bool IsEmpty => Headers.Count == 0 && Env.Count == 0;
}
