using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>Output is missing here because there was too much of it. The events that follow carry the end of the output.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>output_dropped</c>; an addition of this project's backend to the wire.</remarks>
public sealed record ExecOutputDroppedEvent : ComputerExecEvent
{
    /// <summary>Which output, <c>stdout</c> or <c>stderr</c>.</summary>
    [JsonPropertyName("stream")]
    public string? Stream { get; init; }

    /// <summary>The first missing byte, counted from the beginning of that output.</summary>
    [JsonPropertyName("fromByte")]
    public long FromByte { get; init; }

    /// <summary>The first byte behind the gap.</summary>
    [JsonPropertyName("toByte")]
    public long ToByte { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "output_dropped";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
