using System.Data.Common;
using Flapjack.ReferenceBackend.Dashboard.Access;
using Flapjack.ReferenceBackend.Dashboard.Writing;
using Flapjack.ReferenceBackend.Runs;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Dashboard.Runs;

/// <summary>The runs of runners with their steps.</summary>
internal sealed class RunPages(Store store)
{
    private const string Path = "/dashboard/runs";
    private const string Rows =
        """
        SELECT runner_runs.rowid, runner_runs.id, json_extract(document, '$.name'), status, origin, runner_runs.created_at, ended_at
        FROM runner_runs JOIN runners ON runners.id = runner_id
        """;

    private static readonly string[] Columns = ["Run", "Status", "Started by", "Took", "Made"];
    private static readonly string[] StepColumns = ["Step", "Status", "Attempt", "Took", "Trace"];

    public void Map(PageRoutes pages)
    {
        pages.Get(Path, ShowListAsync);
        pages.Get($"{Path}/{{runId}}", ShowAsync);
    }

    private Task ShowListAsync(HttpContext context)
    {
        var paging = Paging.Of(context);
        var read = store.Read(db => db.Query(
            $"{Rows} WHERE runner_runs.rowid < $before ORDER BY runner_runs.rowid DESC LIMIT $most", Read, ("$before", paging.Before), ("$most", Paging.Read)));
        var shown = read.Take(Paging.Size).ToList();
        return new Page("Runs", Path, $"""
            <h1>Runs</h1>
            <div id="runs" data-live>{Pieces.Table("Runs", Columns, [.. shown.Select(Row)], "No runs yet. A runner that is started makes one.")}</div>
            {paging.Links(Path, [.. read.Select(run => run.Place)])}
            """)
        { IsMoving = shown.Exists(run => run.EndedAt is null) }.WriteAsync(context);
    }

    private Task ShowAsync(HttpContext context)
    {
        var id = ((string)context.GetRouteValue("runId")!).ToLowerInvariant();
        var (run, whole, steps) = store.Read(db => (db.QuerySingle($"{Rows} WHERE runner_runs.id = $id", Read, ("$id", id)), RunTable.Find(db, id), RunStepTable.Of(db, id)));
        if (run is null || whole is null)
        {
            return RefusedPage.NotFound("There is no such run. It goes with its runner.").WriteAsync(context);
        }

        var mask = Mask.OfShapes;
        var fault = Html.If(whole.Fault is not null, $"""<p class="complaint">{mask.Text(whole.Fault?.ToString() ?? "")}</p>""");
        return new Page(run.Runner ?? "Run", Path, $"""
            <p class="crumb"><a href="{Path}"><span aria-hidden="true">←</span> Runs</a></p>
            <div class="title"><h1>{Pieces.Name(run.Runner, "Run")}</h1><span id="status" data-live>{Pill(run.Status)}</span></div>
            {fault}
            <p class="links"><a href="/dashboard/traces?run={run.Id}">Its traces</a>, made {Pieces.Time(run.CreatedAt)}</p>
            {Pieces.Section("steps", "Steps", Pieces.Table("Steps", StepColumns, [.. steps.Select(Row)], "The run has no steps."))}
            <section aria-labelledby="in-title"><h2 id="in-title">Input</h2>{Pieces.Box("Input", mask.Json(whole.Input))}</section>
            <section aria-labelledby="out-title"><h2 id="out-title">Output</h2><div id="out" data-live>{Pieces.Box("Output", mask.Json(whole.Output))}</div></section>
            """)
        { IsMoving = run.EndedAt is null }.WriteAsync(context);
    }

    private static Html[] Row(RunRow run) =>
    [
        $"""<a href="{Path}/{Pieces.Segment(run.Id)}">{Pieces.Name(run.Runner, "without a name")}</a> {Pieces.Id(run.Id)}""",
        Pill(run.Status),
        $"{run.Origin}",
        $"{Pieces.Duration(run.EndedAt - run.CreatedAt)}",
        Pieces.Time(run.CreatedAt),
    ];

    private static Html[] Row(RunStepRow step)
    {
        var trace = Html.If(step.TraceId is not null, $"""<a href="/dashboard/traces/{Pieces.Segment(step.TraceId ?? "")}">{Pieces.Id(step.TraceId)}</a>""");
        return
        [
            $"{step.Place}. <bdi>{step.Step.Name}</bdi>",
            Pill(step.Status),
            $"{step.Attempt}",
            $"{Pieces.Duration(step.EndedAt - step.StartedAt)}",
            trace,
        ];
    }

    private static Html Pill(string status) => Pieces.Pill(status, status switch
    {
        "completed" => "good",
        "failed" => "bad",
        "running" or "pending" => "moving",
        _ => "",
    });

    private static RunRow Read(DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.TextOrNull(2), row.GetString(3), row.GetString(4), row.Time(5), row.TimeOrNull(6));
}
