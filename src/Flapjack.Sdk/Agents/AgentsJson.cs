using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of agents and their configurations that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<Agent>))]
[JsonSerializable(typeof(CompactionConfig))]
[JsonSerializable(typeof(CreateAgentRequest))]
[JsonSerializable(typeof(CredentialConfig))]
[JsonSerializable(typeof(MemoryConfig))]
[JsonSerializable(typeof(ScheduledTasksConfig))]
[JsonSerializable(typeof(ToolProfiles))]
[JsonSerializable(typeof(UpdateAgentRequest))]
[JsonSerializable(typeof(UpdateCompactionConfigRequest))]
[JsonSerializable(typeof(UpdateCredentialConfigRequest))]
[JsonSerializable(typeof(UpdateMemoryConfigRequest))]
[JsonSerializable(typeof(UpdateScheduledTasksRequest))]
internal sealed partial class AgentsJson : JsonSerializerContext;
