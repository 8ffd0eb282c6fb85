using System.Text.Json;
using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Triggers;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Shared.Hosting.Bodies;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>The triggers of runners, and the webhooks that come for them.</summary>
/// <param name="runners">The runners.</param>
/// <param name="triggers">The triggers.</param>
/// <param name="runs">The runs that are fired by hand.</param>
/// <param name="extensions">Whether the routes are mapped that no document names.</param>
internal sealed class RunnerTriggersApi(OrgTable<RunnerDocument> runners, TriggerService triggers, RunService runs, bool extensions) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        var one = all.For(call => (Runner: runners.Find(call.OrgId, call["runnerId"]), call.Http));
        one.Get("/api/runners/{runnerId}/triggers", call => triggers.Of(call.Runner).Select(trigger => RunnerTriggerAnswer.Of(trigger, call.Http.Request)));
        one.Post("/api/runners/{runnerId}/triggers", RunnerTriggerBody.Create, (call, trigger) => Added(triggers.Add(call.Runner, trigger), call.Http), StatusCodes.Status201Created);
        // Not behind the extensions: a trigger of the documented kind webhook would be of no use without it.
        routes.Anonymous().Post("/api/triggers/{triggerId}/webhook", ReceiveAsync, TriggerWebhook.Fields);
        if (!extensions)
        {
            return;
        }

        var trigger = all.For(call => (Runner: runners.Find(call.OrgId, call["runnerId"]), Id: call["triggerId"], call.Caller.Actor));
        trigger.Post(
            "/api/runners/{runnerId}/triggers/{triggerId}/fire",
            Input,
            (call, input) => runs.Runs.Read(call.Runner, triggers.Fire(call.Runner, call.Id, input, call.Actor).Id),
            StatusCodes.Status201Created);
        trigger.Delete("/api/runners/{runnerId}/triggers/{triggerId}", call => triggers.Remove(call.Runner, call.Id));
    }

    private static JsonElement? Input(BodyReader body) => body.JsonObject("input", "INVALID_INPUT");

    private static JsonObject Added((StoredTrigger Trigger, string? Secret) added, HttpContext context)
    {
        var json = RunnerTriggerAnswer.Of(added.Trigger, context.Request);
        if (added.Secret is not null)
        {
            json["webhook_secret"] = added.Secret;
        }

        return json;
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        var body = await TriggerWebhook.ReadAsync(context).ConfigureAwait(false);
        var headers = WebhookHeaders.Read(name => context.Request.Headers[name]);
        var trigger = triggers.Verify((string)context.GetRouteValue("triggerId")!, body.Span, headers);
        // A sender without the secret learns nothing about the rules of a body.
        var input = await TriggerWebhook.ParseAsync(context, body).ConfigureAwait(false);
        var run = triggers.Receive(trigger, input, headers.AreStandard ? headers.Id : RepeatHeaders.KeyOf(context));
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        await context.WriteJsonAsync(new JsonObject { ["ok"] = true, ["run_id"] = run.Id }).ConfigureAwait(false);
    }
}
