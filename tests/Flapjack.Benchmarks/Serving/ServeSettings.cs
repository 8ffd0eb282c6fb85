using System.Text.Json;

namespace Flapjack.Benchmarks.Serving;

/// <summary>How the backend of a row is started, as one argument of its process.</summary>
internal sealed record ServeSettings
{
    public string? DataDirectory { get; init; }

    /// <summary>Null: no cap.</summary>
    public long? MaxOutputBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>Null: the default.</summary>
    public int? ShellsAhead { get; init; }

    public static ServeSettings Read(string json) => JsonSerializer.Deserialize<ServeSettings>(json)!;

    public string Write() => JsonSerializer.Serialize(this);
}
