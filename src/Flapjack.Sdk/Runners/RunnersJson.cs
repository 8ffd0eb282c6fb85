using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>The types of runners that cross the wire.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = WireJson.MaxDepth,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BooleanConverter), typeof(Int32Converter), typeof(Int64Converter), typeof(TimeConverter), typeof(RawJsonConverter)])]
[JsonSerializable(typeof(AddRunnerStepRequest))]
[JsonSerializable(typeof(AddRunnerTriggerRequest))]
[JsonSerializable(typeof(CreateRunnerRequest))]
[JsonSerializable(typeof(IReadOnlyList<Runner>))]
[JsonSerializable(typeof(IReadOnlyList<RunnerStep>))]
[JsonSerializable(typeof(IReadOnlyList<RunnerTrigger>))]
[JsonSerializable(typeof(RunInput))]
[JsonSerializable(typeof(RunnerAnalytics))]
[JsonSerializable(typeof(RunnerBudget))]
[JsonSerializable(typeof(RunnerRun))]
[JsonSerializable(typeof(RunnerRunPage))]
[JsonSerializable(typeof(UpdateRunnerRequest))]
internal sealed partial class RunnersJson : JsonSerializerContext;
