using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all computers.</summary>
internal sealed record ComputersAnswer
{
    /// <summary>The computers.</summary>
    [JsonPropertyName("computers")]
    public IReadOnlyList<Computer> Computers { get => field ?? []; init; }
}
