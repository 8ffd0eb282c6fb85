using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Usage;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>An organization's runners, with their steps, triggers, budgets and runs.</summary>
internal sealed class RunnersApi(
    OrgTable<RunnerDocument> runners, OrgTable<RunnerTriggerDocument> triggers, RunnerParts parts, RunStore runs, RunnerAnalytics analytics, TimeProvider clock) : IResource
{
    private const string RunnerColumn = "runner_id";

    public static RunnersApi Of(ResourceParts parts) => new(
        new(parts.Store, "runners", "runner", parts.Clock, new Dictionary<string, Func<RunnerDocument, object?>> { ["project_id"] = runner => runner.ProjectId }),
        new(parts.Store, "runner_triggers", "trigger", parts.Clock, new Dictionary<string, Func<RunnerTriggerDocument, object?>> { [RunnerColumn] = trigger => trigger.RunnerId }),
        new(parts.Store, parts.Clock),
        new(parts.Store, parts.Clock),
        new(parts.Store),
        parts.Clock);

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/runners", call => runners.List(call.OrgId).Select(runner => runner.ToJson()));
        all.Post("/api/runners", RunnerBody.Create, (call, body) => runners.Add(call.OrgId, body).ToJson(), StatusCodes.Status201Created);

        var one = all.For(call => runners.Find(call.OrgId, call["runnerId"]));
        one.Get("/api/runners/{runnerId}", runner => runner.ToJson());
        one.Patch("/api/runners/{runnerId}", RunnerBody.Patch, Change);
        one.Delete("/api/runners/{runnerId}", runner => runners.Remove(runner.OrgId, runner.Id));

        one.Get("/api/runners/{runnerId}/steps", runner => parts.Steps(runner).Select(step => step.ToJson()));
        one.Post("/api/runners/{runnerId}/steps", RunnerStepBody.Create, (runner, step) => parts.AddStep(runner, step).ToJson(), StatusCodes.Status201Created);
        one.Get("/api/runners/{runnerId}/triggers", Triggers);
        one.Post("/api/runners/{runnerId}/triggers", RunnerTriggerBody.Create, AddTrigger, StatusCodes.Status201Created);
        one.Get("/api/runners/{runnerId}/budget", parts.Budget);
        one.Put("/api/runners/{runnerId}/budget", body => body.WholeBody("INVALID_BUDGET"), parts.SetBudget);

        one.Get("/api/runners/{runnerId}/analytics", UsagePeriod.DaysOf, (runner, days) => analytics.Of(runner, UsagePeriod.UpTo(clock.GetUtcNow(), days)));

        one.Post("/api/runners/{runnerId}/runs", Input, runs.Add, StatusCodes.Status201Created);
        var run = all.For(call => (Runner: runners.Find(call.OrgId, call["runnerId"]), RunId: call["runId"]));
        run.Post("/api/runners/{runnerId}/runs/{runId}/resume", call => runs.Resume(call.Runner, call.RunId));
    }

    private static JsonElement? Input(BodyReader body) => body.JsonObject("input", "INVALID_INPUT");

    private JsonObject Change(OrgRow<RunnerDocument> runner, JsonObject patch) =>
        runners.Change(runner.OrgId, runner.Id, patch, new OrgReference("projects", "project", (string?)patch["project_id"])).ToJson();

    private IEnumerable<JsonObject> Triggers(OrgRow<RunnerDocument> runner) =>
        triggers.List(runner.OrgId, only: (RunnerColumn, runner.Id)).Select(trigger => trigger.ToJson());

    private JsonObject AddTrigger(OrgRow<RunnerDocument> runner, RunnerTriggerDocument trigger) =>
        triggers.Add(runner.OrgId, trigger with { RunnerId = runner.Id }, new OrgReference("runners", "runner", runner.Id)).ToJson();
}
