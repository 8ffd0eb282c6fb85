using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Server;

namespace Flapjack.Sdk.Mcp;

/// <summary>The tools by which a client finds, makes and looks at computers.</summary>
internal static class AgentTools
{
    private const string None = """{ "type": "object", "additionalProperties": false }""";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static McpServerTool List(FlapjackClient client, string prefix) => new ComputersTool(
        new()
        {
            Name = prefix + "list_computers",
            Description = "Lists the agents, each of which has a computer or gets one: their ids, by which the other tools name a computer, and their names.",
            InputSchema = JsonElement.Parse(None),
            Annotations = new() { ReadOnlyHint = true },
        },
        async (_, cancellationToken) =>
        {
            var agents = await client.ListAgentsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            return ElementOf(new()
            {
                ["computers"] = new JsonArray([.. agents.Select(agent => new JsonObject { [ToolSchema.AgentId] = agent.Id, ["name"] = agent.Name, ["description"] = agent.Description })]),
            });
        });

    public static McpServerTool Create(FlapjackClient client, string prefix) => new ComputersTool(
        new()
        {
            Name = prefix + "create_computer",
            Description = "Creates an agent with a computer of its own, and returns the agent's id. The computer sets itself up in the background; the first command waits for it.",
            InputSchema = JsonElement.Parse(
                """
                {
                  "type": "object",
                  "required": ["name"],
                  "additionalProperties": false,
                  "properties": {
                    "name": { "type": "string", "description": "The agent's name, for people." },
                    "template": { "type": "string", "description": "What the computer is set up with, for example node-playwright or python-jupyter; an empty computer if left out." }
                  }
                }
                """),
            Annotations = new() { DestructiveHint = false, IdempotentHint = false },
        },
        async (request, cancellationToken) =>
        {
            var template = CallArguments.Text(request, "template") is { Length: > 0 } named ? new ComputerTemplate(named) : ComputerTemplate.Blank;
            var created = await client.CreateAgentFromTemplateAsync(new() { Name = CallArguments.Required(request, "name"), Template = template }, cancellationToken).ConfigureAwait(false);
            return ElementOf(new() { [ToolSchema.AgentId] = created.Agent.Id, ["name"] = created.Agent.Name, ["status"] = created.Computer.Status.Value });
        });

    public static McpServerTool Status(FlapjackClient client, string prefix, string? agentId) => new ComputersTool(
        new()
        {
            Name = prefix + "computer_status",
            Description = "Tells the state of a computer: whether it is ready, its disk, and its dev server.",
            InputSchema = agentId is null ? ToolSchema.WithAgent(JsonElement.Parse(None)) : JsonElement.Parse(None),
            Annotations = new() { ReadOnlyHint = true },
        },
        async (request, cancellationToken) =>
        {
            var status = await client.GetComputerStatusAsync(agentId ?? CallArguments.Required(request, ToolSchema.AgentId), cancellationToken).ConfigureAwait(false);
            var answer = new JsonObject { ["status"] = status.Computer is { } computer ? computer.Status.Value ?? "unknown" : "none: the agent has no computer" };
            if (status.Computer?.LastUsedAt is { } used)
            {
                answer["lastUsedAt"] = used;
            }

            if (status.Signals.Disk is { } disk)
            {
                answer["disk"] = new JsonObject { ["used"] = disk.Used, ["total"] = disk.Total };
            }

            if (status.Signals.DevServer is { } devServer)
            {
                answer["devServer"] = new JsonObject { ["port"] = devServer.Port, ["listening"] = devServer.Listening };
            }

            return ElementOf(answer);
        });

    private static JsonElement ElementOf(JsonObject json)
    {
        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Readable))
        {
            json.WriteTo(writer);
        }

        return JsonElement.Parse(text.ToArray());
    }
}
