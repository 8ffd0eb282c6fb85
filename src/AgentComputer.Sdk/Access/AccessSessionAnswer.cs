using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of a session.</summary>
internal sealed record AccessSessionAnswer
{
    /// <summary>The session.</summary>
    [JsonPropertyName("session")]
    public AccessSession Session { get => field ?? new(); init; }
}
