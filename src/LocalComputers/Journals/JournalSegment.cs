using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Journals;

/// <summary>A part of a journal, and the positions that it holds, from its start up to its end: one file, or what is only in memory.</summary>
/// <param name="FileName">The file; null for what is in memory.</param>
/// <param name="Start">The position of its first byte.</param>
/// <param name="End">The position behind its last byte.</param>
internal readonly record struct JournalSegment(string? FileName, long Start, long End)
{
    /// <summary>The bytes, where there is no file.</summary>
    public ReadOnlyMemory<byte> InMemory { get; init; }

    /// <summary>Opens the file to read it.</summary>
    /// <exception cref="JournalGapException">Somebody has removed it.</exception>
    public SafeFileHandle OpenFile()
    {
        try
        {
            return File.OpenHandle(FileName!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new JournalGapException();
        }
    }

    /// <summary>Reads bytes of the file, from a position of the journal on; returns how many, 0 if the file has lost its end.</summary>
    /// <exception cref="JournalGapException">The disk is broken.</exception>
    public int Read(SafeFileHandle file, Span<byte> buffer, long position)
    {
        try
        {
            return RandomAccess.Read(file, buffer[..(int)Math.Min(buffer.Length, End - position)], position - Start);
        }
        catch (IOException)
        {
            throw new JournalGapException();
        }
    }

    /// <summary>Copies bytes that are in memory, from a position of the journal on; returns how many.</summary>
    public int CopyTo(Span<byte> buffer, long position)
    {
        var bytes = InMemory.Span[(int)(position - Start)..];
        bytes = bytes[..Math.Min(bytes.Length, buffer.Length)];
        bytes.CopyTo(buffer);
        return bytes.Length;
    }
}
