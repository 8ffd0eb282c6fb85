using System.Text.Json;
using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>How a program ended, and what it wrote.</summary>
/// <remarks>
/// <c>POST /v1/computers/{computerId}/exec</c>. The service cuts each stream at 10 MiB without a word, and replaces what is no UTF-8; start a process
/// to have every byte.
/// </remarks>
public record ExecResult
{
    private const string ExitCodeField = "exit_code";

    /// <summary>
    /// The exit code; −1 for a program that was killed. Zero if the service left the field out, because it leaves out zeros. Null if it sent something
    /// that is no code, and for a program that ran into its timeout.
    /// </summary>
    [JsonPropertyName(ExitCodeField)]
    [JsonConverter(typeof(ExitCodeConverter))]
    public int? ExitCode
    {
        get => HasNoCode || AdditionalProperties?.ContainsKey(ExitCodeField) == true ? null : field ?? 0;
        init;
    }

    /// <summary>What it wrote to its standard output; empty for nothing.</summary>
    [JsonPropertyName("stdout")]
    public string Stdout { get => field ?? ""; init; }

    /// <summary>What it wrote to its standard error; empty for nothing.</summary>
    [JsonPropertyName("stderr")]
    public string Stderr { get => field ?? ""; init; }

    /// <summary>How long it ran, in milliseconds; null if the service did not say.</summary>
    [JsonPropertyName("duration_ms")]
    public long? DurationMs { get; init; }

    /// <summary>Whether it ended with exit code 0.</summary>
    [JsonIgnore]
    public bool Succeeded => ExitCode == 0;

    /// <summary>Whether the program has no exit code that means anything.</summary>
    [JsonIgnore]
    internal bool HasNoCode { get; init; }

    /// <summary>Fields that this version does not know.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }
}
