using System.Text;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What an MCP server asks of its callers. The service stores it encrypted, and never shows it again; <see cref="ToString"/> does not show it either.</summary>
/// <remarks><c>POST /api/mcps</c></remarks>
public record McpCredentials
{
    /// <summary>The headers of each request to a server with an address, for example <c>Authorization</c>; null for none.</summary>
    [JsonPropertyName("headers")]
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The environment variables of a server that is a program; null for none.</summary>
    [JsonPropertyName("env")]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Prints which credentials there are, and hides their names and values.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Headers = ").Append(Headers is null ? "" : "[hidden]").Append(", Env = ").Append(Env is null ? "" : "[hidden]");
        return true;
    }
}
