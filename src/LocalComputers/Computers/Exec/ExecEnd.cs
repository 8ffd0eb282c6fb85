using System.Text.Json;

namespace LocalComputers.Computers.Exec;

/// <summary>A command's last event, in the words of the door: what its readers are told, and what the store keeps.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Data">The event's JSON.</param>
/// <param name="ExitCode">The command's exit code; null when it has none.</param>
/// <param name="IsKnown">False when nobody knows how the command went.</param>
internal sealed record ExecEnd(string Event, string Data, int? ExitCode, bool IsKnown)
{
    /// <summary>Why the command has no exit code; null if it has one, and for an end that was read back.</summary>
    public ExecFailure? Failure { get; init; }

    /// <summary>What the store keeps; null when nobody knows how the command went.</summary>
    public string? Outcome => IsKnown ? Data : null;

    /// <summary>Writes the event's fields.</summary>
    public void Write(Utf8JsonWriter json)
    {
        using var data = JsonDocument.Parse(Data);
        foreach (var field in data.RootElement.EnumerateObject())
        {
            field.WriteTo(json);
        }
    }
}
