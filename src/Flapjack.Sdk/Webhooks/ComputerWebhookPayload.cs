using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>What a webhook tells: something happened to an agent or its computer. The record's type says what.</summary>
/// <remarks>The body of the <c>POST</c> to <see cref="CreateAgentFromTemplateRequest.WebhookUrl"/>.</remarks>
[JsonConverter(typeof(WebhookPayloadConverter))]
public abstract record ComputerWebhookPayload : IJsonOnDeserialized
{
    private const int LongestRaw = 4_096;

    private string? _computerId;

    /// <summary>The event's name.</summary>
    [JsonPropertyName("event")]
    public ComputerWebhookEvent Event { get; init; }

    /// <summary>The agent's id, a UUID.</summary>
    [JsonPropertyName("agentId")]
    public string AgentId { get => field ?? ""; init; }

    /// <summary>The organization's id, a UUID.</summary>
    [JsonPropertyName("orgId")]
    public string? OrgId { get; init; }

    /// <summary>Your own id of the app, as given in <see cref="CreateAgentFromTemplateRequest.ExternalAppId"/>; null if you gave none.</summary>
    [JsonPropertyName("externalAppId")]
    public string? ExternalAppId { get; init; }

    /// <summary>The computer's id; null when none was ever allocated.</summary>
    [JsonPropertyName("computerId")]
    public string? ComputerId { get => _computerId; init => _computerId = value; }

    /// <summary>The bootstrap run that ended, as <see cref="CreateAgentFromTemplateResponse.BootstrapRunId"/> named it; null for other events.</summary>
    [JsonPropertyName("bootstrapRunId")]
    public string? BootstrapRunId { get; init; }

    /// <summary>What the bootstrap exited with, 0 when it succeeded; null when it failed before any step had run, and for other events.</summary>
    [JsonPropertyName("exitCode")]
    public int? ExitCode { get; init; }

    /// <summary>When it happened; null when the service did not say.</summary>
    [JsonPropertyName("occurredAt")]
    public DateTimeOffset? OccurredAt { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Reads the body of a webhook whose signature was verified.</summary>
    /// <param name="rawBody">The request's body exactly as received: JSON in UTF-8.</param>
    /// <returns>The record of that event; an <see cref="UnknownWebhook"/> if this version does not know the event.</returns>
    /// <exception cref="FlapjackProtocolException">The body is not the JSON of a webhook. Answer 400: sending it again would not help.</exception>
    public static ComputerWebhookPayload Parse(ReadOnlySpan<byte> rawBody)
    {
        try
        {
            return Of(WireJson.Parse(rawBody, WebhooksJson.Default.UnknownWebhook));
        }
        catch (JsonException e)
        {
            throw new FlapjackProtocolException($"The body of the webhook is not the JSON of an event ({rawBody.Length} bytes): {e.Message}", e)
            {
                Raw = Encoding.UTF8.GetString(rawBody[..Math.Min(rawBody.Length, LongestRaw)]),
            };
        }
    }

    void IJsonOnDeserialized.OnDeserialized()
    {
        var unknown = AdditionalProperties;
        _computerId = OlderName.Take("sandboxId", _computerId, BasicJson.Default.String, ref unknown);
        AdditionalProperties = unknown;
    }

    /// <exception cref="JsonException">The JSON is not that of a webhook.</exception>
    internal static ComputerWebhookPayload Of(JsonElement json) => WireJson.TextOf(json, "event") switch
    {
        null or "" => throw new JsonException("The field 'event' is missing, or not a text."),
        "bootstrap.succeeded" => WireJson.Read(json, WebhooksJson.Default.BootstrapSucceeded),
        "bootstrap.failed" => WireJson.Read(json, WebhooksJson.Default.BootstrapFailed),
        "computer.idled" or "sandbox.idled" => WireJson.Read(json, WebhooksJson.Default.ComputerIdled),
        "computer.destroyed" or "sandbox.destroyed" => WireJson.Read(json, WebhooksJson.Default.ComputerDestroyed),
        "agent.deleted" => WireJson.Read(json, WebhooksJson.Default.AgentDeleted),
        _ => WireJson.Read(json, WebhooksJson.Default.UnknownWebhook),
    };
}
