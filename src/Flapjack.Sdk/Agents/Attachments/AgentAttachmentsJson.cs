using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of what is attached to agents, as they cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(AttachmentBody))]
[JsonSerializable(typeof(AttachSkillRequest))]
[JsonSerializable(typeof(IntegrationAttachment))]
[JsonSerializable(typeof(IReadOnlyList<SkillAttachment>))]
[JsonSerializable(typeof(McpAttachment))]
internal sealed partial class AgentAttachmentsJson : JsonSerializerContext;
