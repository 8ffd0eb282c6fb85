using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>What starts the runs of a runner.</summary>
/// <remarks>
/// <c>GET /api/runners/{runnerId}/triggers</c>. The service documents no shape of a trigger; it names the kind and the cron expression. The other fields are
/// those of the reference backend.
/// </remarks>
public record RunnerTrigger
{
    /// <summary>The trigger's id, a UUID.</summary>
    [JsonPropertyName("id")]
    public string Id { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("org_id")]
    public string? OrgId { get; init; }

    /// <summary>The runner's id, a UUID.</summary>
    [JsonPropertyName("runner_id")]
    public string? RunnerId { get; init; }

    /// <summary>What starts a run; null when the service did not say.</summary>
    [JsonPropertyName("kind")]
    public RunnerTriggerKind? Kind { get; init; }

    /// <summary>When a trigger of the kind <c>cron</c> starts a run; null for the other kinds.</summary>
    [JsonPropertyName("cron_expression")]
    public string? CronExpression { get; init; }

    /// <summary>The time zone of the cron expression, a name of the IANA database; null for the other kinds.</summary>
    [JsonPropertyName("time_zone")]
    public string? TimeZone { get; init; }

    /// <summary>What a trigger of the kind <c>cron</c> starts its runs with; null for nothing.</summary>
    [JsonPropertyName("input")]
    public JsonElement? Input { get; init; }

    /// <summary>What the kind of the trigger needs besides; null for nothing.</summary>
    [JsonPropertyName("config")]
    public JsonElement? Config { get; init; }

    /// <summary>When a trigger of the kind <c>cron</c> starts its next run; null for the other kinds.</summary>
    [JsonPropertyName("next_run_at")]
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When the trigger last started a run; null if it never did.</summary>
    [JsonPropertyName("last_run_at")]
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>Where a trigger of the kind <c>webhook</c> takes signed requests, whose body is the input of the run; null for the other kinds.</summary>
    [JsonPropertyName("webhook_url")]
    public string? WebhookUrl { get; init; }

    /// <summary>
    /// What requests to <see cref="WebhookUrl"/> are signed with, <c>whsec_…</c>. Only the answer to <see cref="FlapjackClient.AddRunnerTriggerAsync"/> has
    /// it, so keep it; it is null everywhere else. <see cref="ToString"/> does not show it.
    /// </summary>
    [JsonPropertyName("webhook_secret")]
    public string? WebhookSecret { get; init; }

    /// <summary>When the trigger was added.</summary>
    [JsonPropertyName("created_at")]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When the trigger was last changed.</summary>
    [JsonPropertyName("updated_at")]
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Prints which trigger it is and when it starts a run, and hides the secret.</summary>
    /// <param name="builder">Where to print.</param>
    /// <returns>Always true.</returns>
    protected virtual bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Id = ").Append(Id).Append(", RunnerId = ").Append(RunnerId).Append(", Kind = ").Append(Kind)
            .Append(", CronExpression = ").Append(CronExpression).Append(", TimeZone = ").Append(TimeZone).Append(", NextRunAt = ").Append(NextRunAt)
            .Append(", LastRunAt = ").Append(LastRunAt).Append(", WebhookUrl = ").Append(WebhookUrl)
            .Append(WebhookSecret is null ? "" : ", WebhookSecret = [hidden]");
        return true;
    }
}
