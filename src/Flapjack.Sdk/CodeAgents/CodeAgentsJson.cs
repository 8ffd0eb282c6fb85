using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of code agents and code sessions that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CreateCodeAgentRequest))]
[JsonSerializable(typeof(IReadOnlyList<CodeAgent>))]
[JsonSerializable(typeof(IReadOnlyList<CodeSession>))]
[JsonSerializable(typeof(IReadOnlyList<CodeSessionEvent>))]
[JsonSerializable(typeof(UpdateCodeAgentRequest))]
internal sealed partial class CodeAgentsJson : JsonSerializerContext;
