namespace AgentComputer.Sdk;

/// <summary>A file was not what it had to be: it changed while it was read, or it does not hold what was written to it.</summary>
/// <param name="message">What happened, to what, and what to do next.</param>
public class ComputerFileChangedException(string message) : AgentComputerException(message)
{
    /// <summary>The file's absolute path on the computer.</summary>
    public string? Path { get; init; }

    /// <summary>The size that the file had to have, in bytes.</summary>
    public long ExpectedBytes { get; init; }

    /// <summary>How many bytes were there.</summary>
    public long ActualBytes { get; init; }
}
