using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An event of a bootstrap.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c></remarks>
public abstract record BootstrapEvent
{
    /// <summary>The event's name on the wire.</summary>
    [JsonIgnore]
    public abstract string Type { get; }

    /// <summary>Whether this is the event that ends a stream in good order.</summary>
    [JsonIgnore]
    internal virtual bool EndsStream => false;
}
