using System.Text.Json;

namespace Flapjack.ReferenceBackend.Computers.Exec;

/// <summary>A command's last event: what its readers are told, and what the store keeps.</summary>
/// <param name="Event"><c>exit</c> or <c>error</c>.</param>
/// <param name="Data">The event's JSON.</param>
internal sealed record ExecEnd(string Event, string Data)
{
    public const string UnknownCode = "EXEC_OUTCOME_UNKNOWN";

    /// <summary>What the store keeps; null when nobody knows how the command went.</summary>
    public string? Outcome => ExecOutcome.ErrorCodeOf(Data) == UnknownCode ? null : Data;

    public static ExecEnd Exit(ExecExit exit) => new("exit", ExecOutcome.Of(exit));

    public static ExecEnd Error(string code, string detail) => new("error", ExecOutcome.Error(code, detail));

    /// <summary>Nobody knows how the command went.</summary>
    /// <param name="why">A sentence that says why.</param>
    public static ExecEnd Unknown(string why) => Error(UnknownCode, why);

    /// <summary>The last event of a command whose journal lacks it, from what the store keeps.</summary>
    public static ExecEnd OfOutcome(string? outcome) =>
        outcome is not null && ExecOutcome.ExitCodeOf(outcome) is not null ? new("exit", outcome)
        : outcome is not null && ExecOutcome.ErrorCodeOf(outcome) is not null ? new("error", outcome)
        : Unknown("The backend could not record how the command ended.");

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
