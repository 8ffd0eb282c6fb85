using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of the marketplace that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(Agent))]
[JsonSerializable(typeof(IReadOnlyList<OfficialAgentTemplate>))]
[JsonSerializable(typeof(MarketplaceProfile))]
[JsonSerializable(typeof(UpdateMarketplaceProfileRequest))]
internal sealed partial class MarketplaceJson : JsonSerializerContext;
