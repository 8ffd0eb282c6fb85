using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of probes and of the uptime that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(HealthCheck))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(Uptime))]
internal sealed partial class StatusJson : JsonSerializerContext;
