using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of a share.</summary>
internal sealed record ShareAnswer
{
    /// <summary>What is in it.</summary>
    [JsonPropertyName("share")]
    public Share Share { get => field ?? new(); init; }
}
