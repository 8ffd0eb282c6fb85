using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of the usage.</summary>
internal sealed record AccountUsageAnswer
{
    /// <summary>The usage.</summary>
    [JsonPropertyName("usage")]
    public AccountUsage Usage { get => field ?? new(); init; }
}
