using System.Text.Json.Serialization;

namespace AgentComputer.Sdk;

/// <summary>The wrapper of a connection, and the ports beside it.</summary>
internal sealed record ComputerConnectionAnswer
{
    /// <summary>The connection.</summary>
    [JsonPropertyName("connection")]
    public ComputerConnection Connection { get => field ?? new(); init; }

    /// <summary>The ports.</summary>
    [JsonPropertyName("ports")]
    public IReadOnlyList<PublishedPort> Ports { get => field ?? []; init; }
}
