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

    /// <summary>Whether it was killed because it ran into its timeout; null when the service did not say.</summary>
    [JsonPropertyName("timedOut")]
    public bool? TimedOut { get; init; }

    /// <summary>The signal that ended it, for example SIGKILL; null for none, or when the service did not say.</summary>
    [JsonPropertyName("signal")]
    public string? Signal { get; init; }

    /// <summary>How many bytes it wrote to its standard output, delivered or not; null when the service did not say.</summary>
    [JsonPropertyName("stdoutBytes")]
    public long? StdoutBytes { get; init; }

    /// <summary>How many bytes it wrote to its standard error, delivered or not; null when the service did not say.</summary>
    [JsonPropertyName("stderrBytes")]
    public long? StderrBytes { get; init; }

    /// <summary>SHA-256 of all that it wrote to its standard output, in hex; null when the service did not say.</summary>
    [JsonPropertyName("stdoutSha256")]
    public string? StdoutSha256 { get; init; }

    /// <summary>SHA-256 of all that it wrote to its standard error, in hex; null when the service did not say.</summary>
    [JsonPropertyName("stderrSha256")]
    public string? StderrSha256 { get; init; }

    /// <inheritdoc/>
    [JsonPropertyName("type"), JsonPropertyOrder(-1)]
    public override string Type => "exit";

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
