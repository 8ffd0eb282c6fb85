using System.Text;

namespace AgentComputer.Sdk;

/// <summary>A process that was run to its end, with all of its output.</summary>
public record ComputerProcessResult
{
    /// <summary>The process id that it had.</summary>
    public long Pid { get; init; }

    /// <summary>The exit code; -1 if a signal ended the process.</summary>
    public int ExitCode { get; init; }

    /// <summary>How it ended, for people: <c>exit status 3</c>, <c>signal: killed</c>.</summary>
    public string Status { get => field ?? ""; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>The program, for messages.</summary>
    public string Command { get => field ?? ""; init; }

    /// <summary>The bytes of its standard output, or of its terminal.</summary>
    public ReadOnlyMemory<byte> StdoutBytes { get; init; }

    /// <summary>The bytes of its standard error; empty for a process with a terminal.</summary>
    public ReadOnlyMemory<byte> StderrBytes { get; init; }

    /// <summary>Its standard output as text, in UTF-8.</summary>
    public string Stdout => Encoding.UTF8.GetString(StdoutBytes.Span);

    /// <summary>Its standard error as text, in UTF-8.</summary>
    public string Stderr => Encoding.UTF8.GetString(StderrBytes.Span);

    /// <summary>Whether the exit code is 0, and the service told no failure beside it.</summary>
    public bool Ok => ExitCode == 0 && Error is null;

    /// <summary>Throws if the process failed.</summary>
    /// <returns>This result.</returns>
    /// <exception cref="ComputerProcessFailedException">The exit code is not 0, or the service told a failure.</exception>
    public ComputerProcessResult EnsureSuccess() => Ok ? this : throw new ComputerProcessFailedException(this);
}
