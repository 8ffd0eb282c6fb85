using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Runs.Triggers;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Json;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>A trigger of a runner as it is shown.</summary>
internal static class RunnerTriggerAnswer
{
    /// <param name="trigger">The trigger.</param>
    /// <param name="request">The request that asks for it. Webhooks reach the backend at the address where this request has reached it.</param>
    public static JsonObject Of(StoredTrigger trigger, HttpRequest request)
    {
        var json = trigger.Row.ToJson();
        var place = json.IndexOf("created_at");
        json.Insert(place, "next_run_at", TextOf(trigger.NextAt));
        json.Insert(place + 1, "last_run_at", TextOf(trigger.LastRunAt));
        json.Insert(place + 2, "webhook_url", trigger.Document.Kind == TriggerKinds.Webhook ? $"{request.Scheme}://{request.Host}/api/triggers/{trigger.Id}/webhook" : null);
        return json;
    }

    private static string? TextOf(DateTimeOffset? time) => time is { } known ? UtcTimeConverter.Text(known) : null;
}
