using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the bootstrap's log.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c>, event <c>log</c>.</remarks>
public sealed record BootstrapLogEvent : BootstrapEvent
{
    /// <summary>The text.</summary>
    [JsonPropertyName("chunk")]
    public string Chunk { get => field ?? ""; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "log";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
