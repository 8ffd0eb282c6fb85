using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Output that is missing here because there was too much of it; what follows is its end.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>output_dropped</c>; an addition of this project's backend to the wire.</remarks>
public sealed record ExecOutputDroppedEvent : ComputerExecEvent
{
    /// <summary>Which output, <c>stdout</c> or <c>stderr</c>.</summary>
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    /// <summary>The first missing byte, counted from the beginning of that output.</summary>
    [JsonPropertyName("fromByte")]
    public long FromByte { get; init; }

    /// <summary>The first byte that is there again.</summary>
    [JsonPropertyName("toByte")]
    public long ToByte { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "output_dropped";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
