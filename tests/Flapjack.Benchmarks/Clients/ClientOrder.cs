using System.Text.Json;

namespace Flapjack.Benchmarks.Clients;

/// <summary>
/// What the process of the client is asked to do; a line of its input. The kinds <c>text</c>, <c>bytes</c> and <c>naive</c> say how the output of a command is
/// read; <c>hold</c> reads many commands until the process ends; <c>heap</c> does nothing.
/// </summary>
internal sealed record ClientOrder(string Kind, IReadOnlyList<string> Agents, string Command, int Count = 1)
{
    public static ClientOrder Read(string json) => JsonSerializer.Deserialize<ClientOrder>(json)!;

    public string Write() => JsonSerializer.Serialize(this);
}
