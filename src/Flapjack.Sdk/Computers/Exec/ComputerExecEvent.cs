using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event of a running command.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
public abstract record ComputerExecEvent
{
    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>Whether this is the event that ends a stream in good order.</summary>
    [JsonIgnore]
    internal virtual bool EndsStream => false;
}
