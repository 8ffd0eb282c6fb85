using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Traces;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Reads the runs of runners, for callers.</summary>
internal sealed class RunStore(Store store)
{
    /// <summary>A run with its steps, as it is sent.</summary>
    /// <exception cref="Refusal">The runner has no such run, or the run belongs to another organization.</exception>
    public JsonObject Read(OrgRow<RunnerDocument> runner, string runId) => store.Read(db =>
    {
        var run = Find(db, runner, runId);
        return RunJson.Whole(run, RunStepTable.Of(db, run.Id));
    });

    /// <exception cref="Refusal">The runner has no such run, or the run belongs to another organization.</exception>
    public Run Find(OrgRow<RunnerDocument> runner, string runId) => store.Read(db => Find(db, runner, runId));

    /// <summary>A page of a runner's runs, the newest first, as it is sent.</summary>
    public JsonObject ReadPage(OrgRow<RunnerDocument> runner, RunPageQuery query)
    {
        // One run more than asked for tells whether there is a next page.
        var found = store.Read(db => RunTable.Page(db, runner.Id, query with { Limit = query.Limit + 1 }));
        var page = found.Take(query.Limit).ToList();
        var last = found.Count > query.Limit ? page[^1] : null;
        return new()
        {
            ["runs"] = new JsonArray([.. page.Select(RunJson.OfList)]),
            ["nextCursor"] = last is null ? null : new TraceCursor(last.CreatedAt, last.Id).ToString(),
        };
    }

    private static Run Find(StoreSession db, OrgRow<RunnerDocument> runner, string runId)
    {
        var run = RunTable.Find(db, runId.ToLowerInvariant()) ?? throw Refusal.NotFound($"There is no run '{runId}'.");
        return run.OrgId != runner.OrgId ? throw Refusal.Forbidden($"The run '{runId}' belongs to another organization.")
            : run.RunnerId != runner.Id ? throw Refusal.NotFound($"The runner '{runner.Id}' has no run '{runId}'.")
            : run;
    }
}
