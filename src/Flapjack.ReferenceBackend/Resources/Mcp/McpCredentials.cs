using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>What an MCP server asks of its callers. It is stored encrypted, and is in no answer, message or log.</summary>
/// <param name="headers">The headers of each request to a server with an address.</param>
/// <param name="env">The environment variables of a server that is a program.</param>
internal sealed class McpCredentials(IReadOnlyDictionary<string, string> headers, IReadOnlyDictionary<string, string> env)
{
    public static readonly McpCredentials None = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <summary>A token that each request carries; null for no credentials.</summary>
    public static McpCredentials Bearer(string? token) =>
        token is null ? None : new(new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" }, new Dictionary<string, string>());

    public IReadOnlyDictionary<string, string> Headers { get; } = headers;

    public IReadOnlyDictionary<string, string> Env { get; } = env;

    /// <summary>Whether there is nothing to store.</summary>
    [JsonIgnore]
    public bool IsEmpty => Headers.Count == 0 && Env.Count == 0;
}
