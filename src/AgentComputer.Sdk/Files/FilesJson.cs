using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of file operations that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(FileOperationBody))]
[JsonSerializable(typeof(FileAnswer))]
internal sealed partial class FilesJson : JsonSerializerContext;
