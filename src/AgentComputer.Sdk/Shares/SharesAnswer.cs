using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all shares.</summary>
internal sealed record SharesAnswer
{
    /// <summary>What is in it.</summary>
    [JsonPropertyName("shares")]
    public IReadOnlyList<Share> Shares { get => field ?? []; init; }
}
