using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The computer's status changed.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c>, event <c>status</c>.</remarks>
public sealed record BootstrapStatusEvent : BootstrapEvent
{
    /// <summary>The new status.</summary>
    [JsonPropertyName("status")]
    public ComputerLifecycleStatus Status { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "status";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
