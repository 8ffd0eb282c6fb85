using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of the chat API that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(ChatAuthChallengeEvent))]
[JsonSerializable(typeof(ChatClientEvent))]
[JsonSerializable(typeof(ChatClientToolEvent))]
[JsonSerializable(typeof(ChatCustomEvent))]
[JsonSerializable(typeof(ChatDoneEvent))]
[JsonSerializable(typeof(ChatErrorEvent))]
[JsonSerializable(typeof(ChatMetaEvent))]
[JsonSerializable(typeof(ChatProfileSwitchProposalEvent))]
[JsonSerializable(typeof(ChatRequestBody))]
[JsonSerializable(typeof(ChatRequiresActionEvent))]
[JsonSerializable(typeof(ChatTokenEvent))]
[JsonSerializable(typeof(ChatToolCallEvent))]
[JsonSerializable(typeof(ChatToolExecutingEvent))]
[JsonSerializable(typeof(ChatToolResultEvent))]
internal sealed partial class ChatJson : JsonSerializerContext;
