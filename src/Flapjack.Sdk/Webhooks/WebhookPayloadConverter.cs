using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Reads and writes webhooks by their <c>event</c>. The type is public only because your source-generated JSON must be able to see it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebhookPayloadConverter : WireEventConverter<ComputerWebhookPayload>
{
    private protected override JsonSerializerContext Records => WebhooksJson.Default;

    private protected override object? ReadEvent(JsonElement json) => ComputerWebhookPayload.Of(json);

    // An unknown webhook is a record like the others.
    private protected override (string Type, JsonElement Data)? UnknownEvent(ComputerWebhookPayload value) => null;
}
