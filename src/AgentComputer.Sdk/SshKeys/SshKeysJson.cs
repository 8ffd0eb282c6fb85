using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of SSH keys that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CreateSshKeyRequest))]
[JsonSerializable(typeof(SshKeyAnswer))]
[JsonSerializable(typeof(SshKeysAnswer))]
internal sealed partial class SshKeysJson : JsonSerializerContext;
