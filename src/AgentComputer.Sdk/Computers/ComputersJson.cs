using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of computers, their images and their sizes that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CheckComputerCapacityRequest))]
[JsonSerializable(typeof(ComputerCapacity))]
[JsonSerializable(typeof(ComputerChange))]
[JsonSerializable(typeof(ComputerConnectionAnswer))]
[JsonSerializable(typeof(ComputerImageAnswer))]
[JsonSerializable(typeof(ComputerImagesAnswer))]
[JsonSerializable(typeof(ComputersAnswer))]
[JsonSerializable(typeof(ComputerSizePresetsAnswer))]
[JsonSerializable(typeof(ComputerUsageAnswer))]
[JsonSerializable(typeof(CreateComputerRequest))]
[JsonSerializable(typeof(ExecBody))]
[JsonSerializable(typeof(ExecResult))]
[JsonSerializable(typeof(ResizeComputerRequest))]
[JsonSerializable(typeof(TransferComputerBody))]
[JsonSerializable(typeof(UpdateComputerRequest))]
internal sealed partial class ComputersJson : JsonSerializerContext;
