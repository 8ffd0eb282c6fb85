using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Flapjack.ReferenceBackend.Computers.Journals;

/// <summary>A journal's bytes: append-only files that follow one another, so that what nobody may read any more can be removed.</summary>
internal sealed class JournalFiles : IDisposable
{
    public const long DefaultFileSize = 8 * 1024 * 1024;

    private readonly string _path;
    private readonly long _fileSize;
    private readonly List<long> _starts;
    private SafeFileHandle? _last;
    private bool _isSealed;

    private JournalFiles(string path, long fileSize, List<long> starts, long length)
    {
        _path = path;
        _fileSize = fileSize;
        _starts = starts;
        Length = length;
    }

    /// <summary>How many bytes were ever appended.</summary>
    public long Length { get; private set; }

    /// <summary>Where the oldest byte that is still there lies.</summary>
    public long Start => _starts[0];

    /// <summary>The files, from the oldest.</summary>
    public IEnumerable<JournalSegment> Segments => _starts.Select(SegmentOf);

    /// <summary>Whether what is appended next begins a file.</summary>
    public bool BeginsAnew => Length - _starts[^1] >= _fileSize;

    public static JournalFiles Create(string path, long fileSize)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var files = new JournalFiles(path, fileSize, [], 0);
        files.Roll();
        return files;
    }

    /// <summary>Finds the files that an earlier process wrote. Where one is missing or cut, only those behind it can be read.</summary>
    /// <exception cref="JournalGapException">There are none.</exception>
    public static JournalFiles Open(string path, long fileSize)
    {
        var found = Find(path).OrderBy(file => file.Start).ToArray();
        if (found.Length == 0)
        {
            throw new JournalGapException();
        }

        var first = found.Length - 1;
        while (first > 0 && found[first - 1].End == found[first].Start)
        {
            first--;
        }

        return new(path, fileSize, [.. found[first..].Select(file => file.Start)], found[^1].End);
    }

    public static bool AreAt(string path) => Find(path).Any();

    /// <summary>Removes a journal that nobody has opened.</summary>
    public static void Remove(string path)
    {
        foreach (var file in Find(path))
        {
            Delete(file.FileName);
        }
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isSealed, this);
        if (BeginsAnew)
        {
            Roll();
        }

        _last ??= OpenToWrite(NameOf(_starts[^1]), FileMode.Open);
        try
        {
            RandomAccess.Write(_last, bytes, Length - _starts[^1]);
        }
        catch (IOException)
        {
            // Part of it may be there, on a disk that is full; what comes next may be shorter.
            RandomAccess.SetLength(_last, Length - _starts[^1]);
            throw;
        }

        Length += bytes.Length;
    }

    /// <summary>Cuts off what lies behind a position of the last file.</summary>
    public void Truncate(long length)
    {
        if (length < Length)
        {
            using var file = OpenToWrite(NameOf(_starts[^1]), FileMode.Open);
            RandomAccess.SetLength(file, length - _starts[^1]);
            Length = length;
        }
    }

    /// <summary>Closes the file that is written to; nothing can be appended any more.</summary>
    public void Seal()
    {
        _isSealed = true;
        _last?.Dispose();
    }

    /// <summary>Removes the files that lie wholly before a position; a reader that has one open can finish it.</summary>
    public void TrimBefore(long position)
    {
        while (_starts.Count > 1 && _starts[1] <= position)
        {
            Delete(NameOf(_starts[0]));
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
            Delete(NameOf(start));
        }
    }

    private static IEnumerable<JournalSegment> Find(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        var prefix = Path.GetFileName(path) + ".";
        foreach (var file in folder.Exists ? folder.EnumerateFiles(prefix + "*") : [])
        {
            // Beside the files of a journal may lie what belongs to its command, as a ring that a crash has left.
            if (long.TryParse(file.Name[prefix.Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var start))
            {
                yield return new(file.FullName, start, start + file.Length);
            }
        }
    }

    private static void Delete(string fileName)
    {
        try
        {
            File.Delete(fileName);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody has removed the whole folder, as is done with old ones for temporary files.
        }
    }

    private void Roll()
    {
        _last?.Dispose();
        _last = OpenToWrite(NameOf(Length), FileMode.CreateNew);
        _starts.Add(Length);
    }

    private static SafeFileHandle OpenToWrite(string fileName, FileMode mode) =>
        File.OpenHandle(fileName, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    private string NameOf(long start) => $"{_path}.{start:x}";
}
