using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>An agent's computer and what it is doing.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
public record ComputerStatus
{
    /// <summary>The computer itself; null when the service sent none.</summary>
    [JsonPropertyName("computer")]
    public ComputerState? Computer { get; init => field = value ?? field; }

    /// <summary>What the computer is doing.</summary>
    [JsonPropertyName("signals")]
    public ComputerSignals Signals { get => field ?? new(); init; }

    // The service's older spelling of `computer`; read only, so that it is never sent on.
    [JsonInclude, JsonPropertyName("sandbox")]
    internal ComputerState? Sandbox { get => null; init => Computer ??= value; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
