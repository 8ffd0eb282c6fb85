using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs.Triggers;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Resources.Runners;

/// <summary>A trigger of a runner as it is shown.</summary>
internal sealed record RunnerTriggerAnswer
{
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    [JsonPropertyName("kind")]
    public string? Kind { get; init; }

    [JsonPropertyName("cron_expression")]
    public string? CronExpression { get; init; }

    [JsonPropertyName("time_zone")]
    public string? TimeZone { get; init; }

    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>When the trigger starts its next run; null for the kinds other than cron.</summary>
    [JsonPropertyName("next_run_at")]
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When the trigger last started a run; null if it never did.</summary>
    [JsonPropertyName("last_run_at")]
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>Where its webhooks are sent to; null for the kinds other than webhook.</summary>
    [JsonPropertyName("webhook_url")]
    public string? WebhookUrl { get; init; }

    /// <param name="trigger">The trigger.</param>
    /// <param name="request">The request that asks for it. The backend is reached by webhooks at the address where this request has reached it.</param>
    public static JsonObject Of(StoredTrigger trigger, HttpRequest request)
    {
        var (row, document) = (trigger.Row, trigger.Document);
        return new OrgRow<RunnerTriggerAnswer>(row.Id, row.OrgId, row.CreatedAt, row.UpdatedAt, new()
        {
            RunnerId = document.RunnerId,
            Kind = document.Kind,
            CronExpression = document.CronExpression,
            TimeZone = document.TimeZone,
            Input = document.Input,
            Config = document.Config,
            NextRunAt = trigger.NextAt,
            LastRunAt = trigger.LastRunAt,
            WebhookUrl = document.Kind == TriggerKinds.Webhook ? $"{request.Scheme}://{request.Host}/api/triggers/{row.Id}/webhook" : null,
        }).ToJson();
    }
}
