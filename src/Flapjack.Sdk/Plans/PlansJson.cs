using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of plans that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(AddTodoRequest))]
[JsonSerializable(typeof(CreatePlanRequest))]
[JsonSerializable(typeof(IReadOnlyList<Plan>))]
[JsonSerializable(typeof(IReadOnlyList<PlanTodo>))]
[JsonSerializable(typeof(UpdatePlanRequest))]
[JsonSerializable(typeof(UpdateTodoRequest))]
internal sealed partial class PlansJson : JsonSerializerContext;
