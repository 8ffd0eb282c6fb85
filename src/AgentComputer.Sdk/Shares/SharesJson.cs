using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of shares that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(CreateLinkShareRequest))]
[JsonSerializable(typeof(RedeemedShareAnswer))]
[JsonSerializable(typeof(RedeemShareRequest))]
[JsonSerializable(typeof(ResolvedShareAnswer))]
[JsonSerializable(typeof(ShareAnswer))]
[JsonSerializable(typeof(SharesAnswer))]
internal sealed partial class SharesJson : JsonSerializerContext;
