using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.Skills;
using ModelContextProtocol.Protocol;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Resources.Mcp;

/// <summary>
/// Gives agents the tools of the MCP servers that are attached to them and to the runner of the run, as <c>{slug}__{tool}</c>. A turn asks each server anew, because
/// the model needs the schemas of the tools as they are now. All servers are asked at the same time; one that fails costs the turn its tools only. A turn has one
/// connection to a server.
/// </summary>
/// <param name="attachments">The servers that are attached. A slug names one server of an organization, so they are merged by their slugs.</param>
/// <param name="servers">The servers.</param>
/// <param name="skills">The skills of a turn that are MCP servers.</param>
internal sealed class McpTools(TurnAttachments attachments, McpServers servers, Func<TurnScope, IEnumerable<SkillServer>> skills) : IToolSource
{
    /// <summary>How long a server may take until it has told its tools.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private const string SpanKind = "mcp";

    // The turn's own limit comes behind the connection's limit, which has the better words.
    private static readonly TimeSpan CallLimit = McpConnection.CallLimit + TimeSpan.FromSeconds(5);

    public async Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
    {
        var attached = attachments.List(turn).Select(one => OpenAsync(turn.OrgId, one, cancellationToken));
        var opened = await OpenedTogether<McpAttached>.WhenAllAsync(attached.Concat(skills(turn).Select(skill => OpenAsync(skill, cancellationToken)))).ConfigureAwait(false);
        var tools = new Dictionary<string, AgentTool>(StringComparer.Ordinal);
        var faults = new List<ToolFault>();
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        foreach (var server in opened.Items.Select(WithFreeSlug))
        {
            if (server.Error is { } error)
            {
                faults.Add(new(SpanKind, server.Name, error));
            }

            foreach (var tool in server.Tools.Where(tool => !tools.TryAdd(server.NameOf(tool), ToolOf(server, tool))))
            {
                faults.Add(new(SpanKind, server.Name, $"The server has more than one tool of the name '{tool.Name}'. The first one counts."));
            }
        }

        return new([.. tools.Values], opened) { Faults = faults };

        // Only a skill can have the slug of another server.
        McpAttached WithFreeSlug(McpAttached server) => slugs.Add(server.Slug) ? server : server with { Slug = ToolName.Another(server.Slug, server.Id) };
    }

    private async Task<McpAttached> OpenAsync(string orgId, Attachment attachment, CancellationToken cancellationToken)
    {
        var name = attachment.Name ?? attachment.ItemId;
        try
        {
            var server = servers.Find(orgId, attachment.ItemId).Document;
            var allowed = new McpAllowed(server.AllowedTools, (attachment.Document["allowed_tools"] as JsonArray)?.Select(tool => (string?)tool));
            if (allowed.IsNothing)
            {
                return new(attachment.ItemId, name, server.Slug!, [], null, null);
            }

            var opening = await servers.OpenAsync(server, Limit, cancellationToken).ConfigureAwait(false);
            return new(attachment.ItemId, name, server.Slug!, [.. opening.Connection?.Tools.Where(tool => allowed.Contains(tool.Name)) ?? []], opening.Connection, opening.Error);
        }
        catch (Refusal refusal)
        {
            // The credentials can't be decrypted, or the server was deleted meanwhile.
            return new(attachment.ItemId, name, "", [], null, refusal.Message);
        }
    }

    private async Task<McpAttached> OpenAsync(SkillServer skill, CancellationToken cancellationToken)
    {
        var server = new McpServerDocument { Name = skill.Name, Slug = McpSlug.Of(skill.Name), Transport = McpTransports.StreamableHttp, Url = skill.Url };
        var opening = skill.Fault is { } fault
            ? new McpOpening(null, fault)
            : await servers.OpenAsync(server, McpCredentials.Bearer(skill.Token), Limit, cancellationToken).ConfigureAwait(false);
        return new(skill.Id, skill.Name, server.Slug, opening.Connection?.Tools ?? [], opening.Connection, opening.Error);
    }

    private static AgentTool ToolOf(McpAttached server, Tool tool) => new(
        server.NameOf(tool),
        tool.Description ?? tool.Title ?? "",
        tool.InputSchema,
        (call, cancellationToken) => server.Connection!.CallAsync(tool.Name, call.Arguments, cancellationToken))
    {
        SpanKind = SpanKind,
        Limit = CallLimit,
    };
}
