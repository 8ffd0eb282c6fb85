namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>A part of a journal, and the positions that it holds, from its start up to its end: one file, or what is only in memory.</summary>
/// <param name="FileName">The file; null for what is in memory.</param>
/// <param name="Start">The position of its first byte.</param>
/// <param name="End">The position behind its last byte.</param>
internal readonly record struct JournalSegment(string? FileName, long Start, long End)
{
    /// <summary>The bytes, where there is no file.</summary>
    public ReadOnlyMemory<byte> InMemory { get; init; }

    /// <summary>Copies bytes that are in memory, from a position of the journal on; returns how many.</summary>
    public int CopyTo(Span<byte> buffer, long position)
    {
        var bytes = InMemory.Span[(int)(position - Start)..];
        bytes = bytes[..Math.Min(bytes.Length, buffer.Length)];
        bytes.CopyTo(buffer);
        return bytes.Length;
    }
}
