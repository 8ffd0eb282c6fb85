using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>The bootstrap ended, well or not; always the last event.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/bootstrap/stream</c>, event <c>done</c>. The service may send none of these fields: ask for the status then.</remarks>
public sealed record BootstrapDoneEvent : BootstrapEvent
{
    /// <summary>The computer's status, ready or error; null when the service did not say.</summary>
    [JsonPropertyName("status")]
    public ComputerLifecycleStatus? Status { get; init; }

    /// <summary>The exit code of the last step; null when none had run or the service did not say.</summary>
    [JsonPropertyName("exitCode")]
    public int? ExitCode { get; init; }

    /// <summary>On failure, the end of what the failed step wrote to its standard error.</summary>
    [JsonPropertyName("stderrTail")]
    public string? StderrTail { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "done";

    /// <summary>Fields that this version does not know; the data itself, as <c>data</c>, if it was no object.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
