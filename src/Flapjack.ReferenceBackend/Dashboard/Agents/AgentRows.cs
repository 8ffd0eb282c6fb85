using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Agents;

/// <summary>Reads and lists agents.</summary>
internal sealed class AgentRows(Store store)
{
    private const string Rows =
        """
        SELECT agents.rowid, agents.id, agents.org_id, agents.name, agents.external_app_id, agents.created_at, computers.status, computers.last_used_at
        FROM agents LEFT JOIN computers ON computers.agent_id = agents.id
        """;

    private static readonly string[] Columns = ["Agent", "Computer", "Last command", "Made"];

    /// <summary>A page of the agents of all organizations, the newest first.</summary>
    public IReadOnlyList<AgentRow> Page(long before, int most) => store.Read(db =>
        db.Query($"{Rows} WHERE agents.rowid < $before ORDER BY agents.rowid DESC LIMIT $most", Read, ("$before", before), ("$most", most)));

    public AgentRow? Find(string id) => store.Read(db => db.QuerySingle($"{Rows} WHERE agents.id = $id", Read, ("$id", id)));

    public static Html Table(IEnumerable<AgentRow> agents) => Pieces.Table("Agents", Columns, [.. agents.Select(Row)], "No agents yet. Create one with the client, and it appears here.");

    public static bool IsMoving(AgentRow agent) => agent.Phase is "bootstrapping" or "waking";

    /// <summary>The agent that a path names.</summary>
    public static string IdOf(HttpContext context) => ((string)context.GetRouteValue("agentId")!).ToLowerInvariant();

    /// <summary>The agent that a list is narrowed to; null for all.</summary>
    public static string? OnlyOf(HttpContext context) => context.Request.Query["agent"].ToString() is { Length: > 0 } id ? id.ToLowerInvariant() : null;

    /// <summary>Says which agent a list is narrowed to.</summary>
    /// <param name="agentId">The agent; null for all.</param>
    /// <param name="path">The path of the list of all agents.</param>
    public static Html OnlyNote(string? agentId, string path) =>
        Html.If(agentId is not null, $"""<p class="lead">Only of the agent {Pieces.Agent(agentId)}. <a href="{path}">Of all agents</a></p>""");

    private static Html[] Row(AgentRow agent) =>
    [
        $"""<a href="/dashboard/agents/{Pieces.Segment(agent.Id)}">{Pieces.Name(agent.Name, "without a name")}</a> {Pieces.Id(agent.Id)}""",
        Pieces.ComputerPill(agent.Phase),
        Pieces.Time(agent.LastUsedAt),
        Pieces.Time(agent.CreatedAt),
    ];

    private static AgentRow Read(System.Data.Common.DbDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.Time(5), row.TextOrNull(6), row.TimeOrNull(7));
}
