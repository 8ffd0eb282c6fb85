using Flapjack.Sdk.Extensions.AI;

namespace Flapjack.Sdk.Mcp;

/// <summary>Which computers an MCP server offers, and how.</summary>
public record FlapjackMcpOptions
{
    /// <summary>
    /// The id of the only agent whose computer is offered, a UUID. Then no tool takes an agent, and <c>list_computers</c> and <c>create_computer</c> are
    /// not there. Null, the default, for all agents of the organization: then each call names one of them.
    /// </summary>
    public string? AgentId { get; init; }

    /// <summary>Whether <c>create_computer</c> is there. The default is true.</summary>
    public bool AllowCreate { get; init; } = true;

    /// <summary>
    /// The functions of a computer and their limits; null for the defaults. <see cref="ComputerToolsOptions.Prefix"/> is put before every tool.
    /// <see cref="ComputerToolsOptions.RequireApproval"/> is ignored: an MCP client asks its user by itself.
    /// </summary>
    public ComputerToolsOptions? Tools { get; init; }
}
