using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of the usage.</summary>
internal sealed record ComputerUsageAnswer
{
    /// <summary>The usage.</summary>
    [JsonPropertyName("usage")]
    public ComputerUsage Usage { get => field ?? new(); init; }
}
