using LocalComputers.Processes;
using LocalComputers.Telemetry;

namespace LocalComputers.Programs;

/// <summary>A program to start on a computer, without a shell.</summary>
/// <param name="FileName">A path, or a bare name that is looked up in the computer's PATH.</param>
/// <param name="Arguments">The arguments after the program's own name, which reach the program exactly as they are.</param>
internal sealed record ProgramRequest(string FileName, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables that are added to the computer's own; a variable of the same name takes the place of the computer's.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where it belongs in a trace, as it finds in its environment, unless a variable of the same name is chosen; null for nowhere.</summary>
    public TracePlace? Trace { get; init; }

    /// <summary>A folder of the computer, as <see cref="ProgramFolder.Open"/> reads it; null for the home.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>A name for the program by which it is found; the newest program of a name is meant. Null for none.</summary>
    public string? Tag { get; init; }

    /// <summary>Whether input can be written to the program; else its input is empty. A program on a terminal always takes input.</summary>
    public bool TakesInput { get; init; }

    /// <summary>The size of the terminal that the program runs on; null for no terminal.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>How many bytes of its latest output are kept for readers that come later; 0 for none.</summary>
    public int KeptOutputBytes { get; init; }

    /// <summary>After this long the program is killed with all that it started; may be infinite.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;
}
