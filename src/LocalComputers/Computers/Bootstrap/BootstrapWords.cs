using LocalComputers.Computers.Templates;
using LocalComputers.Journals;

namespace LocalComputers.Computers.Bootstrap;

/// <summary>The door's words for what a bootstrap says: the names and the fields of its events, and the advice that its log gives.</summary>
internal abstract class BootstrapWords
{
    /// <summary>Writes a piece of the log.</summary>
    public abstract void Log(Journal journal, ReadOnlySpan<byte> bytes);

    /// <summary>Writes a piece of the log; if the disk does not take it, it is kept in memory for the readers.</summary>
    public abstract void LogSurely(Journal journal, ReadOnlySpan<byte> bytes);

    /// <summary>Writes where the computer stands now.</summary>
    public abstract void Phase(Journal journal, ComputerPhase phase);

    /// <summary>Writes how the bootstrap ended; if the disk does not take it, it is kept in memory for the readers.</summary>
    /// <param name="journal">Where to write.</param>
    /// <param name="phase">Where the computer stands now.</param>
    /// <param name="exitCode">The exit code of the last step; null when none had run to its end.</param>
    /// <param name="stderrTail">The end of what the last step wrote to its standard error; null for a bootstrap that succeeded.</param>
    public abstract void EndSurely(Journal journal, ComputerPhase phase, int? exitCode, string? stderrTail);

    /// <summary>Whether a frame is a bootstrap's last.</summary>
    public abstract bool IsEnd(LastFrame frame);

    /// <summary>How the user asks for the same bootstrap once more, as the end of a sentence: "… again".</summary>
    public abstract string AskAgain { get; }

    /// <summary>How the user asks for a computer that could not be created, as a sentence.</summary>
    public abstract string AskForComputerAgain { get; }

    /// <summary>What to do when a repository could not be cloned.</summary>
    public abstract string CloneAdvice(Repo repo, CloneFault fault);

    /// <summary>What to do when a tool of a template was not found or does not run.</summary>
    public abstract string ToolAdvice(ToolFamily family);

    /// <summary>What to do when a tool of the user's own install command was not found or does not run.</summary>
    public abstract string OwnToolAdvice { get; }
}
