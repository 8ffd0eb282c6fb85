using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>An organization's runners, with their steps and analytics.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="service">Runs the runners.</param>
internal sealed class RunnersApi(Store store, TimeProvider clock, RunService service) : IResource
{
    private readonly OrgTable<RunnerDocument> _runners = TableOf(store, clock);
    private readonly RunnerParts _parts = new(store, clock);
    private readonly RunnerAnalytics _analytics = new(store);

    public static OrgTable<RunnerDocument> TableOf(Store store, TimeProvider clock) => new(
        store, "runners", "runner", clock, new Dictionary<string, Func<RunnerDocument, object?>> { ["project_id"] = runner => runner.ProjectId });

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/runners", call => _runners.List(call.OrgId).Select(runner => runner.ToJson()));
        all.Post("/api/runners", RunnerBody.Create, (call, body) => _runners.Add(call.OrgId, body).ToJson(), StatusCodes.Status201Created);

        var one = all.For(call => _runners.Find(call.OrgId, call["runnerId"]));
        one.Get("/api/runners/{runnerId}", runner => runner.ToJson());
        one.Patch("/api/runners/{runnerId}", RunnerBody.Patch, Change);
        one.Delete("/api/runners/{runnerId}", RemoveAsync);

        one.Get("/api/runners/{runnerId}/steps", runner => _parts.Steps(runner).Select(step => step.ToJson()));
        var caller = all.For(call => (Runner: _runners.Find(call.OrgId, call["runnerId"]), call.Caller));
        caller.Post("/api/runners/{runnerId}/steps", RunnerStepBody.Create, (by, step) => _parts.AddStep(by.Runner, step, by.Caller).ToJson(), StatusCodes.Status201Created);
        one.Get("/api/runners/{runnerId}/analytics", UsagePeriod.DaysOf, (runner, days) => _analytics.Of(runner, UsagePeriod.UpTo(clock.GetUtcNow(), days)));
    }

    private async Task RemoveAsync(OrgRow<RunnerDocument> runner)
    {
        _runners.Remove(runner.OrgId, runner.Id);
        await service.EndRunnerAsync(runner.Id).ConfigureAwait(false);
    }

    private JsonObject Change(OrgRow<RunnerDocument> runner, JsonObject patch)
    {
        var changed = _runners.Change(runner.OrgId, runner.Id, patch, new OrgReference("projects", "project", (string?)patch["project_id"]));
        service.LimitChanged(runner.Id);
        return changed.ToJson();
    }
}
