using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event of a running command.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
[JsonConverter(typeof(WireEventConverter<ComputerExecEvent>))]
public abstract record ComputerExecEvent
{
    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }
}
