using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event of a bootstrap.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c></remarks>
[JsonConverter(typeof(BootstrapEventConverter<BootstrapEvent>))]
public abstract record BootstrapEvent
{
    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }
}
