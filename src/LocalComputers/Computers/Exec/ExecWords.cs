using LocalComputers.Journals;
using LocalComputers.Shells;

namespace LocalComputers.Computers.Exec;

/// <summary>The door's words for what a command says: the names and the fields of its events.</summary>
internal abstract class ExecWords
{
    /// <summary>Writes that a command begins.</summary>
    public abstract void Started(Journal journal, string execId, string computerId);

    /// <summary>Writes a piece of output.</summary>
    public abstract void Chunk(Journal journal, OutputKind kind, ReadOnlySpan<byte> bytes);

    /// <summary>Writes that output is left out: its bytes from <paramref name="fromByte"/> up to, but without, <paramref name="toByte"/>.</summary>
    public abstract void Dropped(Journal journal, OutputKind kind, long fromByte, long toByte);

    /// <summary>The last event of a command that has an exit code.</summary>
    public abstract ExecEnd Exit(ExecExit exit);

    /// <summary>The last event of a command that has none.</summary>
    /// <param name="failure">Why it has none.</param>
    /// <param name="detail">A sentence that tells more.</param>
    public abstract ExecEnd Failed(ExecFailure failure, string detail);

    /// <summary>Whether a frame is a command's last, whatever it says.</summary>
    public abstract bool IsEnd(LastFrame frame);

    /// <summary>What a command's last frame says; null when it is not the last one, or is damaged.</summary>
    public abstract ExecEnd? EndOf(LastFrame frame);

    /// <summary>What the store has kept of a command's last event; null when that tells no end.</summary>
    public abstract ExecEnd? EndOf(string? outcome);
}
