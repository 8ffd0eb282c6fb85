using System.Text.Json;
using Flapjack.Sdk.Extensions.AI;
using Microsoft.Extensions.AI;
using ModelContextProtocol.Server;

namespace Flapjack.Sdk.Mcp;

/// <summary>A function of a computer as a tool, whose calls may name the agent.</summary>
internal static class ComputerMcpTool
{
    public static McpServerTool Of(FlapjackClient client, ComputerToolKinds kind, ComputerToolsOptions options, string? agentId)
    {
        var only = options with { Tools = kind };
        var described = client.CreateComputerTools(agentId ?? "none", only)[0];
        var reads = kind is ComputerToolKinds.ReadFile or ComputerToolKinds.ListFiles;
        return new ComputersTool(
            new()
            {
                Name = described.Name,
                Description = described.Description,
                InputSchema = agentId is null ? ToolSchema.WithAgent(described.JsonSchema) : described.JsonSchema,
                Annotations = new() { ReadOnlyHint = reads, DestructiveHint = !reads, OpenWorldHint = kind == ComputerToolKinds.RunCommand },
            },
            async (request, cancellationToken) =>
            {
                var arguments = new AIFunctionArguments();
                foreach (var (name, value) in request.Params?.Arguments ?? new Dictionary<string, JsonElement>())
                {
                    arguments[name] = value;
                }

                var id = agentId ?? CallArguments.Required(request, ToolSchema.AgentId);
                var function = client.CreateComputerTools(id, only with { OnOutput = OutputProgress.Of(request, options) })[0];
                return (JsonElement)(await function.InvokeAsync(arguments, cancellationToken).ConfigureAwait(false))!;
            });
    }
}
