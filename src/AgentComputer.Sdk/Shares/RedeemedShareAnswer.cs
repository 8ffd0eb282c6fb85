using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of the session that a share gave.</summary>
internal sealed record RedeemedShareAnswer
{
    /// <summary>What is in it.</summary>
    [JsonPropertyName("session")]
    public AccessSession Session { get => field ?? new(); init; }
}
