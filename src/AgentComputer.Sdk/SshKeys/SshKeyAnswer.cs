using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of a key.</summary>
internal sealed record SshKeyAnswer
{
    /// <summary>The key.</summary>
    [JsonPropertyName("ssh_key")]
    public SshKey SshKey { get => field ?? new(); init; }
}
