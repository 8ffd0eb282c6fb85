using Microsoft.Win32.SafeHandles;

namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>A journal's bytes: append-only files that follow one another, so that what nobody may read any more can be removed.</summary>
internal sealed class JournalFiles : IDisposable
{
    private const long SegmentSize = 8 * 1024 * 1024;

    private readonly string _path;
    private readonly List<long> _starts = [];
    private SafeFileHandle? _last;

    public JournalFiles(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Roll();
    }

    /// <summary>How many bytes were ever appended.</summary>
    public long Length { get; private set; }

    /// <summary>Where the oldest byte that is still there lies.</summary>
    public long Start => _starts[0];

    /// <summary>Whether what is appended next begins a file.</summary>
    public bool BeginsAnew => Length - _starts[^1] >= SegmentSize;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (BeginsAnew)
        {
            Roll();
        }

        RandomAccess.Write(_last!, bytes, Length - _starts[^1]);
        Length += bytes.Length;
    }

    /// <summary>Closes the file that is written to; nothing can be appended any more.</summary>
    public void Seal() => _last?.Dispose();

    /// <summary>Removes the files that lie wholly before a position; a reader that has one open can finish it.</summary>
    public void TrimBefore(long position)
    {
        while (_starts.Count > 1 && _starts[1] <= position)
        {
            File.Delete(NameOf(_starts[0]));
            _starts.RemoveAt(0);
        }
    }

    /// <summary>The file that a position lies in, and where that file begins and ends.</summary>
    public JournalSegment SegmentOf(long position)
    {
        var index = _starts.BinarySearch(position);
        index = index >= 0 ? index : ~index - 1;
        return new(NameOf(_starts[index]), _starts[index], index + 1 < _starts.Count ? _starts[index + 1] : Length);
    }

    public void Dispose()
    {
        Seal();
        foreach (var start in _starts)
        {
            File.Delete(NameOf(start));
        }
    }

    private void Roll()
    {
        _last?.Dispose();
        _last = File.OpenHandle(NameOf(Length), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _starts.Add(Length);
    }

    private string NameOf(long start) => $"{_path}.{start:x}";
}
