using System.Text.Json;

namespace Flapjack.Benchmarks.Clients;

/// <summary>A command, and how its output is read; a line of the client's input.</summary>
internal sealed record ExecRead(string Kind, string Agent, string Command)
{
    public static ExecRead Read(string json) => JsonSerializer.Deserialize<ExecRead>(json)!;

    public string Write() => JsonSerializer.Serialize(this);
}
