using Flapjack.Sdk.Extensions.AI;
using ModelContextProtocol.Server;

namespace Flapjack.Sdk.Mcp;

/// <summary>Which tools a server has.</summary>
internal static class McpTools
{
    private static readonly ComputerToolKinds[] Kinds = [ComputerToolKinds.RunCommand, ComputerToolKinds.ReadFile, ComputerToolKinds.WriteFile, ComputerToolKinds.ListFiles];

    /// <summary>Makes each tool, once a client is known.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it.</exception>
    public static IReadOnlyList<Func<FlapjackClient, McpServerTool>> Of(FlapjackMcpOptions options)
    {
        if (options.AgentId is not null && string.IsNullOrWhiteSpace(options.AgentId))
        {
            throw new ArgumentException("options.AgentId must be the id of an agent, or null.", nameof(options));
        }

        var tools = (options.Tools ?? new()) with { RequireApproval = ComputerToolKinds.None };
        var isForAll = options.AgentId is null;
        var makers = new List<Func<FlapjackClient, McpServerTool>>();
        if (isForAll)
        {
            makers.Add(client => AgentTools.List(client, tools.Prefix));
        }

        if (isForAll && options.AllowCreate)
        {
            makers.Add(client => AgentTools.Create(client, tools.Prefix));
        }

        makers.Add(client => AgentTools.Status(client, tools.Prefix, options.AgentId));
        makers.AddRange(Kinds.Where(kind => tools.Tools.HasFlag(kind)).Select(kind => (Func<FlapjackClient, McpServerTool>)(client => ComputerMcpTool.Of(client, kind, tools, options.AgentId))));
        // The options are checked now, and not when the first client connects.
        new UnusedClient().CreateComputerTools("none", tools);
        return makers;
    }

    /// <summary>What a model is told of the server.</summary>
    public static string Instructions(FlapjackMcpOptions options) => options.AgentId is null
        ? "Linux computers that keep their files from one call to the next. Each belongs to an agent, whose id each call names: find it with list_computers."
        : "A Linux computer that keeps its files from one call to the next.";

    private sealed class UnusedClient : FlapjackClient;
}
