using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of all ports.</summary>
internal sealed record PublishedPortsAnswer
{
    /// <summary>The ports.</summary>
    [JsonPropertyName("ports")]
    public IReadOnlyList<PublishedPort> Ports { get => field ?? []; init; }
}
