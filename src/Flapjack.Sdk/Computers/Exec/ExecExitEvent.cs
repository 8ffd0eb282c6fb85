using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The command ended; always the last event.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, event <c>exit</c>.</remarks>
public sealed record ExecExitEvent : ComputerExecEvent
{
    /// <summary>Whether it succeeded.</summary>
    [JsonPropertyName("ok")]
    public bool Ok { get; init; }

    /// <summary>Its exit code; null when the service did not say, which is not a success.</summary>
    [JsonPropertyName("exitCode")]
    public int? ExitCode { get; init; }

    /// <summary>How long it ran, in milliseconds.</summary>
    [JsonPropertyName("durationMs")]
    public long DurationMs { get; init; }

    /// <summary>Whether output is missing because there was too much of it.</summary>
    [JsonPropertyName("truncated")]
    public bool Truncated { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public override string Type => "exit";

    internal override bool EndsStream => true;

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
