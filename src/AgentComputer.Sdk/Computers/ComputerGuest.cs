using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>What is set up inside a new computer.</summary>
/// <remarks><c>POST /v1/computers</c></remarks>
public record ComputerGuest
{
    /// <summary>The public SSH keys that may log in, each as a line of <c>authorized_keys</c>; null for none.</summary>
    [JsonPropertyName("authorized_keys")]
    public IReadOnlyList<string>? AuthorizedKeys { get; init; }
}
