using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of the computer API that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(BootstrapDoneEvent))]
[JsonSerializable(typeof(BootstrapLogEvent))]
[JsonSerializable(typeof(BootstrapStatusEvent))]
[JsonSerializable(typeof(ComputerConfig))]
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
internal sealed partial class ComputersJson : JsonSerializerContext;
