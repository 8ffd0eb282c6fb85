using System.Globalization;
using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Dashboard.Agents;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Audit;

/// <summary>The audit log, and the result of its check.</summary>
internal sealed class AuditPages(AuditLog audit, AuditCheck check)
{
    private const string Path = "/dashboard/audit";

    private static readonly string[] Columns = ["Row", "Action", "Exit code", "Took", "Agent", "Who", "When"];

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowAsync);
        pages.Post($"{Path}/check", async context =>
        {
            await check.ReadAsync(anew: true).ConfigureAwait(false);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = Path;
        });
    }

    private async Task ShowAsync(HttpContext context)
    {
        var (paging, agentId) = (Paging.Of(context), AgentRows.OnlyOf(context));
        var (found, at) = await check.ReadAsync(anew: false).WaitAsync(context.RequestAborted).ConfigureAwait(false);
        var read = audit.Page(agentId, paging.Before, Paging.Read);
        var rows = read.Take(Paging.Size).Select(Row).ToList();
        var path = agentId is null ? Path : $"{Path}?agent={Pieces.Segment(agentId)}";
        await new Page("Audit log", Path, $"""
            <h1>Audit log</h1>
            {AgentRows.OnlyNote(agentId, Path)}
            <form class="card row" method="post" action="{Path}/check">
            <p class="grow">{(found.IsIntact ? Pieces.Pill("intact", "good") : Pieces.Pill("broken", "bad"))} {found.Detail} <span class="quiet">Checked {Pieces.Time(at)}.</span></p>
            <button>Check again</button>
            </form>
            <div id="audit" data-live>{Pieces.Table("Audit log", Columns, rows, "Nothing has happened yet that the audit log records.", wide: 1)}</div>
            {paging.Links(path, [.. read.Select(row => row.Id)])}
            """).WriteAsync(context).ConfigureAwait(false);
    }

    private static Html[] Row(AuditEntry row)
    {
        var command = row.ExecId is null
            ? (Html)$"{row.Action}"
            : $"""<a href="/dashboard/agents/{Pieces.Segment(row.AgentId)}/commands/{Pieces.Segment(row.ExecId)}">{row.Action}</a>""";
        TimeSpan? took = row.DurationMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null;
        return
        [
            $"{row.Id}",
            command,
            $"""{row.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "–"}""",
            $"{Pieces.Duration(took)}",
            Pieces.Agent(row.AgentId),
            $"{row.ActorKind} <code>{row.ActorId}</code>",
            Pieces.Time(row.At),
        ];
    }
}
