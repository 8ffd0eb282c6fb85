using System.Text.Json;
using System.Text.Json.Serialization;

namespace Shared.Wire.Json;

/// <summary>The types of JSON itself, which belong to no resource.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(IReadOnlyList<JsonElement>))]
internal sealed partial class BasicJson : JsonSerializerContext;
