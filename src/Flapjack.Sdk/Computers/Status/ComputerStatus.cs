using System.Text.Json;
using System.Text.Json.Serialization;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

/// <summary>An agent's computer and what it is doing.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/status</c></remarks>
public record ComputerStatus : IJsonOnDeserialized
{
    private ComputerState? _computer;

    /// <summary>The computer itself; null when the service sent none.</summary>
    [JsonPropertyName("computer")]
    public ComputerState? Computer { get => _computer; init => _computer = value; }

    /// <summary>What the computer is doing.</summary>
    [JsonPropertyName("signals")]
    public ComputerSignals Signals { get => field ?? new(); init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        var unknown = AdditionalProperties;
        _computer = OlderName.Take("sandbox", _computer, ComputersJson.Default.ComputerState, ref unknown);
        AdditionalProperties = unknown;
    }
}
