using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk.Json;

/// <summary>Every type that crosses the wire, a line each.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
[JsonSerializable(typeof(AgentDeleted))]
[JsonSerializable(typeof(BootstrapDoneEvent))]
[JsonSerializable(typeof(BootstrapFailed))]
[JsonSerializable(typeof(BootstrapLogEvent))]
[JsonSerializable(typeof(BootstrapStatusEvent))]
[JsonSerializable(typeof(BootstrapSucceeded))]
[JsonSerializable(typeof(ComputerConfig))]
[JsonSerializable(typeof(ComputerDestroyed))]
[JsonSerializable(typeof(ComputerIdled))]
[JsonSerializable(typeof(ComputerStatus))]
[JsonSerializable(typeof(CreateAgentFromTemplateRequest))]
[JsonSerializable(typeof(CreateAgentFromTemplateResponse))]
[JsonSerializable(typeof(ExecErrorEvent))]
[JsonSerializable(typeof(ExecExitEvent))]
[JsonSerializable(typeof(ExecOutputDroppedEvent))]
[JsonSerializable(typeof(ExecRequestBody))]
[JsonSerializable(typeof(ExecStartedEvent))]
[JsonSerializable(typeof(ExecStderrEvent))]
[JsonSerializable(typeof(ExecStdoutEvent))]
[JsonSerializable(typeof(UnknownWebhook))]
internal sealed partial class FlapjackJsonContext : JsonSerializerContext;
