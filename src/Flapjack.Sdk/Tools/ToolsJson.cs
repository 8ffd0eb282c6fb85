using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of custom tools that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CreateToolRequest))]
[JsonSerializable(typeof(IReadOnlyList<CustomTool>))]
[JsonSerializable(typeof(UpdateToolRequest))]
internal sealed partial class ToolsJson : JsonSerializerContext;
