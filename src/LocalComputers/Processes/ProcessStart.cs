using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>What to run, where, and with which environment.</summary>
internal sealed record ProcessStart
{
    /// <summary>An absolute path, a path relative to the working directory, or a bare name looked up in the PATH of <see cref="Environment"/>.</summary>
    public required string FileName { get; init; }

    /// <summary>The arguments after the program's own name.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>An absolute path.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The working directory itself, as an open descriptor that stays the caller's: the path may lead elsewhere by now. Null to go by the path.</summary>
    public SafeFileHandle? WorkingFolder { get; init; }

    /// <summary>Whether its standard input is a pipe that we write; else the input is empty.</summary>
    public bool TakesInput { get; init; }

    /// <summary>The size of the terminal that it runs on, which is its standard input, output and error; null for none.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>Every variable that the process gets: nothing is inherited from the host, least of all its API keys.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What the process does before it becomes the program; null for nothing. See <see cref="ChildProcess.WhyNotStarted"/>.</summary>
    public Prelude? Prelude { get; init; }

    /// <summary>
    /// The variable that tells the program to wait for a line on <see cref="PosixSpawn.GateDescriptor"/> before it does anything of its own, so that its
    /// <see cref="Prelude"/> can be done from outside; null for a program that does not know such a variable.
    /// </summary>
    public string? GateVariable { get; init; }

    /// <summary>Whether the gate stays open to this process, which has more to tell the program later; see <see cref="PosixChildProcess.Gate"/>.</summary>
    public bool KeepsGate { get; init; }

    /// <summary>A file that the process finds open for reading as <see cref="PosixSpawn.InputDescriptor"/>; null for none.</summary>
    public string? InputFile { get; init; }

    /// <summary>A further such file, as <see cref="PosixSpawn.SecondInputDescriptor"/>; only beside <see cref="InputFile"/>. Null for none.</summary>
    public string? SecondInputFile { get; init; }

    /// <summary>Whether the process gets a session keyring of its own instead of the host's.</summary>
    public bool OwnSessionKeyring { get; init; }

    /// <summary>
    /// What the program writes to <see cref="PosixSpawn.ReportDescriptor"/> before it ends, if it did what it was started for. A program that
    /// ends without that has not started. Null for a program that writes nothing there.
    /// </summary>
    public string? ProofOfStart { get; init; }

    /// <summary>Refuses what the operating system would misread without a word.</summary>
    public void Validate()
    {
        if (!Path.IsPathFullyQualified(WorkingDirectory))
        {
            throw new ProcessStartException($"Cannot start '{FileName}': the working directory '{WorkingDirectory}' is not an absolute path.");
        }

        // C strings end at the first NUL: the rest of an argument would silently be lost.
        IEnumerable<string> strings = [FileName, WorkingDirectory, .. Arguments, .. Environment.Keys, .. Environment.Values];
        if (strings.Any(text => text.Contains('\0', StringComparison.Ordinal)))
        {
            throw new ProcessStartException($"Cannot start '{FileName}': an argument, a path or a variable contains a NUL character.") { IsCallersFault = true };
        }

        if (Environment.Keys.FirstOrDefault(name => name.Length == 0 || name.Contains('=', StringComparison.Ordinal)) is { } badName)
        {
            throw new ProcessStartException($"Cannot start '{FileName}': '{badName}' is not the name of an environment variable.") { IsCallersFault = true };
        }
    }
}
