using System.Globalization;
using LocalComputers.Storage;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Journals;

/// <summary>A journal's bytes: append-only files that follow one another, so that what nobody may read any more can be removed.</summary>
internal sealed class JournalFiles : IDisposable
{
    public const long DefaultFileSize = 8 * 1024 * 1024;
    private const long QuicklyRead = 1024 * 1024;

    private readonly string _path;
    private readonly long _fileSize;
    private readonly List<long> _starts;
    private readonly WriteBytes _write;
    private SafeFileHandle? _last;
    private long _fileEnd;
    private byte[] _inMemory = [];
    private bool _isTorn;
    private bool _isSealed;

    private JournalFiles(string path, long fileSize, List<long> starts, long length, WriteBytes? write)
    {
        _path = path;
        _fileSize = fileSize;
        _starts = starts;
        _fileEnd = length;
        _write = write ?? RandomAccess.Write;
    }

    /// <summary>How many bytes were ever appended.</summary>
    public long Length => _fileEnd + _inMemory.Length;

    /// <summary>Where the oldest byte that is still there lies.</summary>
    public long Start => _starts[0];

    /// <summary>The files, from the oldest.</summary>
    public IEnumerable<JournalSegment> Segments => _starts.Select(FileOf);

    /// <summary>Whether all that was ever appended is in one file, and little enough to be read again in about a millisecond.</summary>
    public bool IsQuicklyReopened => _starts is [0] && _inMemory.Length == 0 && _fileEnd <= QuicklyRead;

    /// <summary>Whether the file that is written to is full, so that what is appended next needs another.</summary>
    public bool BeginsAnew => !_isSealed && _inMemory.Length == 0 && _fileEnd - _starts[^1] >= _fileSize;

    /// <summary>Whether what is appended next is the first of its file.</summary>
    public bool IsAtBeginOfFile => _fileEnd == _starts[^1];

    /// <exception cref="StoreException">The disk does not take it.</exception>
    public static JournalFiles Create(string path, long fileSize, WriteBytes? write = null)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var files = new JournalFiles(path, fileSize, [], 0, write);
            files.Roll();
            return files;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw StoreException.OfFile(path, e);
        }
    }

    /// <summary>Finds the files that an earlier process wrote. Where one is missing or cut, only those behind it can be read.</summary>
    /// <param name="path">Where the files lie; their names begin with it.</param>
    /// <param name="fileSize">From what size on a file is followed by the next.</param>
    /// <param name="write">Writes to them; null for the system's own way.</param>
    /// <exception cref="JournalGapException">The journal has no files.</exception>
    public static JournalFiles Open(string path, long fileSize, WriteBytes? write = null)
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

        return new(path, fileSize, [.. found[first..].Select(file => file.Start)], found[^1].End, write);
    }

    public static bool AreAt(string path) => Find(path).Any();

    /// <summary>Removes a journal that is not open.</summary>
    /// <param name="path">Where the files lie; their names begin with it.</param>
    public static void RemoveAt(string path)
    {
        foreach (var file in Find(path).ToArray())
        {
            Delete(file.FileName!);
        }

        Delete(MarkerOf(path));
    }

    /// <summary>Writes bytes behind those that were appended, all of them or, if it throws, none. They are not appended before <see cref="Take"/>.</summary>
    /// <returns>False if the bytes are not for the disk, because they follow others that the disk did not take.</returns>
    public bool TryWrite(ReadOnlySpan<byte> bytes)
    {
        ObjectDisposedException.ThrowIf(_isSealed, this);
        if (_inMemory.Length > 0)
        {
            return false;
        }

        _last ??= OpenToWrite(NameOf(_starts[^1]), FileMode.Open);
        if (_isTorn)
        {
            CutOffTorn(_last);
        }

        try
        {
            _write(_last, bytes, _fileEnd - _starts[^1]);
        }
        catch
        {
            // A full disk may have taken a part of the bytes.
            _isTorn = true;
            TryCutOffTorn(_last);
            throw;
        }

        return true;
    }

    /// <summary>Appends bytes. Those that the disk does not take can be read for as long as this process lives.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="areOnDisk">Whether they were written already.</param>
    public void Take(ReadOnlySpan<byte> bytes, bool areOnDisk)
    {
        if (areOnDisk)
        {
            _fileEnd += bytes.Length;
        }
        else
        {
            _inMemory = [.. _inMemory, .. bytes];
        }
    }

    /// <summary>Begins the next file.</summary>
    public void Roll()
    {
        _last?.Dispose();
        _last = null;
        if (_starts is [0])
        {
            OpenToWrite(MarkerOf(_path), FileMode.OpenOrCreate).Dispose();
        }

        _last = OpenToWrite(NameOf(_fileEnd), FileMode.CreateNew);
        _starts.Add(_fileEnd);
    }

    /// <summary>Cuts off what lies behind a position of the last file.</summary>
    public void Truncate(long length)
    {
        if (length < _fileEnd)
        {
            using var file = OpenToWrite(NameOf(_starts[^1]), FileMode.Open);
            RandomAccess.SetLength(file, length - _starts[^1]);
            _fileEnd = length;
        }
    }

    /// <summary>Closes the file that is written to; nothing can be appended any more.</summary>
    public void Seal()
    {
        _isSealed = true;
        _last?.Dispose();
    }

    /// <summary>Leaves out the files that lie wholly before a position; a reader that has one open can finish it.</summary>
    /// <returns>Their names, to be deleted.</returns>
    public IReadOnlyList<string> TrimBefore(long position)
    {
        if (_starts.Count == 1 || _starts[1] > position)
        {
            return [];
        }

        var kept = _starts.FindLastIndex(start => start <= position);
        string[] trimmed = [.. _starts[..kept].Select(NameOf)];
        _starts.RemoveRange(0, kept);
        return trimmed;
    }

    public static void Delete(IReadOnlyList<string> fileNames)
    {
        foreach (var fileName in fileNames)
        {
            Delete(fileName);
        }
    }

    /// <summary>Where a position lies: in a file, with that file's beginning and end, or in memory.</summary>
    public JournalSegment SegmentOf(long position) =>
        _inMemory.Length > 0 && position >= _fileEnd ? new(null, _fileEnd, Length) { InMemory = _inMemory } : FileOf(position);

    /// <summary>Closes the file that is written to, and leaves all of them where they are.</summary>
    public void Dispose() => Seal();

    /// <summary>Removes them all.</summary>
    public void Remove()
    {
        Seal();
        foreach (var start in _starts)
        {
            Delete(NameOf(start));
        }

        if (_fileEnd >= _fileSize)
        {
            Delete(MarkerOf(_path));
        }
    }

    /// <summary>The files of a journal that is not open, in any order.</summary>
    private static IEnumerable<JournalSegment> Find(string path)
    {
        // The journals of all agents lie in the folder, so it is listed only where there may be more than the first file. A first file of full size has no
        // marker where an earlier version wrote it.
        if (new FileInfo(NameOf(path, 0)) is { Exists: true, Length: < DefaultFileSize } only && !File.Exists(MarkerOf(path)))
        {
            return [new(only.FullName, 0, only.Length)];
        }

        return FindAll(path);
    }

    private static IEnumerable<JournalSegment> FindAll(string path)
    {
        var folder = new DirectoryInfo(Path.GetDirectoryName(path)!);
        var prefix = Path.GetFileName(path) + ".";
        foreach (var file in folder.Exists ? folder.EnumerateFiles(prefix + "*") : [])
        {
            // Other files of the command may lie beside its journal, for example a ring that a crash has left.
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
            // Somebody has removed the whole folder, as cleaners of temporary folders do.
        }
    }

    private JournalSegment FileOf(long position)
    {
        var index = _starts.BinarySearch(position);
        index = index >= 0 ? index : ~index - 1;
        return new(NameOf(_starts[index]), _starts[index], index + 1 < _starts.Count ? _starts[index + 1] : _fileEnd);
    }

    private void TryCutOffTorn(SafeFileHandle file)
    {
        try
        {
            CutOffTorn(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next call tries again, before it writes anything.
        }
    }

    private void CutOffTorn(SafeFileHandle file)
    {
        RandomAccess.SetLength(file, _fileEnd - _starts[^1]);
        _isTorn = false;
    }

    private static SafeFileHandle OpenToWrite(string fileName, FileMode mode) =>
        File.OpenHandle(fileName, mode, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>An empty file that is there as soon as a journal gets its second file. If the first file is cut, its length would not say that more follows.</summary>
    private static string MarkerOf(string path) => path + ".more";

    private string NameOf(long start) => NameOf(_path, start);

    private static string NameOf(string path, long start) => $"{path}.{start:x}";
}
