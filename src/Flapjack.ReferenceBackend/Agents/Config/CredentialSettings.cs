using System.Text.Json.Serialization;

namespace Flapjack.ReferenceBackend.Agents.Config;

/// <summary>Who is asked for the key of a model. Without an address nobody is asked, also if it is enabled. The default of the time limit is the contract's.</summary>
internal sealed record CredentialSettings : IAgentConfig
{
    public static string Name => "credentials";

    [JsonPropertyName("enabled")]
    public bool Enabled { get; init; }

    [JsonPropertyName("resolver_url")]
    public string? ResolverUrl { get; init; }

    [JsonPropertyName("timeout_ms")]
    public int TimeoutMs { get; init; } = 5_000;
}
