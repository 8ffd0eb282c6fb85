using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of agents that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<Agent>))]
[JsonSerializable(typeof(CreateAgentRequest))]
[JsonSerializable(typeof(ToolProfiles))]
[JsonSerializable(typeof(UpdateAgentRequest))]
internal sealed partial class AgentsJson : JsonSerializerContext;
