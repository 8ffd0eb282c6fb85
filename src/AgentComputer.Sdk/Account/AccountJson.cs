using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace AgentComputer.Sdk;

/// <summary>The types of the account that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(AccountUsageAnswer))]
[JsonSerializable(typeof(AutoReloadAnswer))]
[JsonSerializable(typeof(UpdateBillingPreferencesRequest))]
internal sealed partial class AccountJson : JsonSerializerContext;
