using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Flapjack.Sdk;

namespace Flapjack.Cli.Calls;

/// <summary>How the client's records are written with <c>--json</c>: as the service sends them.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Agent>))]
[JsonSerializable(typeof(CreateAgentFromTemplateResponse))]
[JsonSerializable(typeof(ComputerStatus))]
[JsonSerializable(typeof(ComputerExecEvent))]
[JsonSerializable(typeof(BootstrapEvent))]
[JsonSerializable(typeof(ChatEvent))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class ToolJson : JsonSerializerContext;
