using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of what is attached to runners, as they cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(AttachmentBody))]
[JsonSerializable(typeof(AttachSkillRequest))]
[JsonSerializable(typeof(IReadOnlyList<IntegrationAttachment>))]
[JsonSerializable(typeof(IReadOnlyList<McpAttachment>))]
[JsonSerializable(typeof(IReadOnlyList<SkillAttachment>))]
[JsonSerializable(typeof(IReadOnlyList<ToolAttachment>))]
internal sealed partial class RunnerAttachmentsJson : JsonSerializerContext;
