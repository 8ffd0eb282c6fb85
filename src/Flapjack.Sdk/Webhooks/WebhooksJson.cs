using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The webhooks that the service sends.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(AgentDeleted))]
[JsonSerializable(typeof(BootstrapFailed))]
[JsonSerializable(typeof(BootstrapSucceeded))]
[JsonSerializable(typeof(ComputerDestroyed))]
[JsonSerializable(typeof(CredentialQuestion))]
[JsonSerializable(typeof(ComputerIdled))]
[JsonSerializable(typeof(UnknownWebhook))]
internal sealed partial class WebhooksJson : JsonSerializerContext;
