using System.Text;
using LocalComputers.Journals;
using LocalComputers.Shells;

namespace LocalComputers.Computers.Exec;

/// <summary>What a command says, as frames of its journal.</summary>
internal sealed class ExecFrames(Journal journal, ExecWords words)
{
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => journal.WaitForRoomAsync(cancellationToken);

    public void Started(string execId, string computerId) => words.Started(journal, execId, computerId);

    public void Chunk(OutputKind kind, ReadOnlySpan<byte> bytes) => words.Chunk(journal, kind, bytes);

    public void Dropped(OutputKind kind, long fromByte, long toByte) => words.Dropped(journal, kind, fromByte, toByte);

    /// <summary>Says how the command ended.</summary>
    /// <exception cref="IOException">The disk is full, for example: nobody was told.</exception>
    public void End(ExecEnd end) => journal.Append(Encoding.UTF8.GetBytes(end.Event), end, static (json, end) => end.Write(json));

    /// <summary>Says how the command ended; if the disk does not take that, the end is kept in memory for the readers.</summary>
    public void EndSurely(ExecEnd end) => journal.AppendSurely(Encoding.UTF8.GetBytes(end.Event), end, static (json, end) => end.Write(json));
}
