using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Traces;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>The runs of runners, and the budgets that limit them.</summary>
/// <param name="runners">The runners.</param>
/// <param name="service">Runs the runs.</param>
/// <param name="extensions">Whether the endpoints are mapped that the service does not document: to read and to cancel runs.</param>
internal sealed class RunsApi(OrgTable<RunnerDocument> runners, RunService service, bool extensions) : IResource
{
    private const string Path = "/api/runners/{runnerId}/runs";
    private const int DefaultLimit = 50;
    private const int MaxLimit = 200;

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        var runner = all.For(call => runners.Find(call.OrgId, call["runnerId"]));
        runner.Get("/api/runners/{runnerId}/budget", service.Budgets.Read);
        runner.Put("/api/runners/{runnerId}/budget", RunnerBudgetBody.Read, service.Budgets.Replace);

        var caller = all.For(call => (Runner: runners.Find(call.OrgId, call["runnerId"]), call.Caller.Actor));
        caller.Post(
            Path,
            body => body.JsonObject("input", "INVALID_INPUT"),
            (by, input) => service.StartAndShow(new(by.Runner.OrgId, by.Runner.Id, by.Actor) { Input = input }),
            StatusCodes.Status201Created);

        var one = all.For(call => (Runner: runners.Find(call.OrgId, call["runnerId"]), RunId: call["runId"]));
        one.Post(Path + "/{runId}/resume", it =>
        {
            service.Resume(it.Runner, it.RunId);
            return service.Runs.Read(it.Runner, it.RunId);
        });
        if (extensions)
        {
            runner.Get(Path, Page, service.Runs.ReadPage);
            one.Get(Path + "/{runId}", it => service.Runs.Read(it.Runner, it.RunId));
            one.Post(Path + "/{runId}/cancel", CancelAsync);
        }
    }

    private async Task<JsonObject> CancelAsync((OrgRow<RunnerDocument> Runner, string RunId) it)
    {
        await service.CancelAsync(it.Runner, it.RunId).ConfigureAwait(false);
        return service.Runs.Read(it.Runner, it.RunId);
    }

    private static RunPageQuery Page(QueryReader query) => new(
        query.OneOf("status", "INVALID_STATUS", "pending", "running", "completed", "failed", "cancelled", "paused"),
        query.WholeNumber("limit", "INVALID_LIMIT", 1, MaxLimit) ?? DefaultLimit,
        TraceCursor.Read(query));
}
