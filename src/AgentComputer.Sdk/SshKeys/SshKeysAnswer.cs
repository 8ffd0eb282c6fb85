using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all keys.</summary>
internal sealed record SshKeysAnswer
{
    /// <summary>The keys.</summary>
    [JsonPropertyName("ssh_keys")]
    public IReadOnlyList<SshKey> SshKeys { get => field ?? []; init; }
}
