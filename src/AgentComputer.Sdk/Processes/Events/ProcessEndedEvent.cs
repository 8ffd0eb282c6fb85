namespace AgentComputer.Sdk;

/// <summary>The process has ended. It is the last event; it comes only after the service has said that the stream is complete.</summary>
public record ProcessEndedEvent : ComputerProcessEvent
{
    /// <summary>The exit code; -1 if a signal ended the process.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether the process ended by itself; false if a signal ended it.</summary>
    public bool Exited { get; init; }

    /// <summary>How it ended, for people: <c>exit status 3</c>, <c>signal: killed</c>.</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Whether the exit code is 0, and the service told no failure beside it.</summary>
    public bool Ok => ExitCode == 0 && Error is null;
}
