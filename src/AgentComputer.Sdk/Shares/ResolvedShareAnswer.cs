using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of a share that was resolved.</summary>
internal sealed record ResolvedShareAnswer
{
    /// <summary>What is in it.</summary>
    [JsonPropertyName("share")]
    public ResolvedShare Share { get => field ?? new(); init; }
}
