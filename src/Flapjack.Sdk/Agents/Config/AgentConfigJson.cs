using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>
/// The types of agents' configurations that cross the wire. A context of their own, because a program that is compiled ahead of time holds all types of
/// each context that it uses, and pays for each type when it starts.
/// </summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CompactionConfig))]
[JsonSerializable(typeof(CredentialConfig))]
[JsonSerializable(typeof(MemoryConfig))]
[JsonSerializable(typeof(ScheduledTasksConfig))]
[JsonSerializable(typeof(UpdateCompactionConfigRequest))]
[JsonSerializable(typeof(UpdateCredentialConfigRequest))]
[JsonSerializable(typeof(UpdateMemoryConfigRequest))]
[JsonSerializable(typeof(UpdateScheduledTasksRequest))]
internal sealed partial class AgentConfigJson : JsonSerializerContext;
