using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>
/// Copies a tree with its permissions, times, links, gaps and empty folders. A file of several names has them in the copy too. Where the file system can,
/// a copy shares the blocks of its file until either is changed; it never is a second name of it, through which later changes would come.
/// </summary>
internal sealed class TreeCopy : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private const uint OwnerOnly = 0b111_000_000;

    private readonly TreeWalk _from = new();
    private readonly TreeWalk _to = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly List<byte[]> _path = [];
    private readonly Dictionary<(ulong, ulong), byte[]> _severalNames = [];
    private readonly CancellationToken _cancelled;
    private SafeFileHandle _top = new();
    private int _skipped;
    private string? _firstSkipped;

    private TreeCopy(CancellationToken cancelled) => _cancelled = cancelled;

    /// <summary>Makes a copy: all of it, or nothing that has the name of the copy.</summary>
    /// <param name="from">The first folder of the tree.</param>
    /// <param name="to">Where the copy will be; nothing is there yet, but the folder above it.</param>
    /// <param name="cancellationToken">Ends the copy.</param>
    /// <exception cref="WorkspaceFileException">A file or folder can't be read, or the copy can't be written. The inner exception names the file.</exception>
    public static CopiedTree Make(string from, string to, CancellationToken cancellationToken)
    {
        var unfinished = UnfinishedOf(to);
        try
        {
            CopiedTree copied;
            using (var copy = new TreeCopy(cancellationToken))
            {
                copied = copy.Run(Encoding.UTF8.GetBytes(from), Encoding.UTF8.GetBytes(unfinished));
            }

            Directory.Move(unfinished, to);
            return copied with { Bytes = FileTree.Measure(to, cancellationToken) ?? 0 };
        }
        catch (Exception e)
        {
            FileTree.Remove(unfinished);
            throw e is IOException or UnauthorizedAccessException ? new WorkspaceFileException(FileFault.Failed, e) : e;
        }
    }

    /// <summary>Where a copy lies while it is made.</summary>
    public static string UnfinishedOf(string to) => to + ".new";

    public void Dispose()
    {
        _from.Dispose();
        _to.Dispose();
        _top.Dispose();
    }

    private CopiedTree Run(byte[] from, byte[] to)
    {
        Check(_from.Begin(from), from);
        Check(DirectoryCalls.MakeFolder(DirectoryCalls.WorkingDirectory, to, OwnerOnly), to);
        Check(_to.Begin(to), to);
        Check(DirectoryCalls.OpenFolder(DirectoryCalls.WorkingDirectory, to, out _top), to);
        var first = _from.Here.Facts;
        while (true)
        {
            _cancelled.ThrowIfCancellationRequested();
            if (_from.Here.Folders.TryDequeue(out var folder))
            {
                Enter(folder, first);
            }
            else if (_from.Here.Read(_buffer) is { Count: > 0 } entries)
            {
                entries.ForEach(Copy);
            }
            else if (_from.Depth > 0)
            {
                Leave();
            }
            else
            {
                CopyCalls.Describe(DirectoryCalls.WorkingDirectory, to, first);
                return new(0, _skipped, _firstSkipped);
            }
        }
    }

    private void Enter(byte[] name, FileFacts first)
    {
        var error = _from.Enter(name);
        if (error is DirectoryCalls.ENOENT or DirectoryCalls.ENOTDIR or DirectoryCalls.ELOOP)
        {
            // It has gone since its folder was read.
            return;
        }

        Check(error, name);
        _path.Add(name);
        Check(DirectoryCalls.MakeFolder(_to.Here.Descriptor, name, OwnerOnly), name);
        Check(_to.Enter(name), name);
        if (!_from.Here.Facts.SharesMountWith(first))
        {
            Skip([]);
            Leave();
        }
    }

    // A folder gets its permissions and its time when all is in it.
    private void Leave()
    {
        var (name, facts) = (_from.Here.Name, _from.Here.Facts);
        _path.RemoveAt(_path.Count - 1);
        if (!_from.Leave() || !_to.Leave())
        {
            throw new WorkspaceFileException(FileFault.Changing);
        }

        CopyCalls.Describe(_to.Here.Descriptor, name, facts);
    }

    private void Copy(FolderEntry entry)
    {
        _cancelled.ThrowIfCancellationRequested();
        var (folder, name) = (_from.Here.Descriptor, entry.Name);
        if (DirectoryCalls.Look(folder, name, out var facts) != 0)
        {
            // It has gone since its folder was read.
            return;
        }

        if (facts.IsFolder)
        {
            _from.Here.Folders.Enqueue(name);
        }
        else if (facts.IsFile)
        {
            CopyFile(name, facts);
        }
        else if (facts.IsLink && CopyCalls.TargetOf(folder, name) is { } target)
        {
            Check(CopyCalls.MakeLink(target, _to.Here.Descriptor, name), name);
            CopyCalls.Describe(_to.Here.Descriptor, name, facts);
        }
        else
        {
            Skip(name);
        }
    }

    private void CopyFile(byte[] name, FileFacts facts)
    {
        if (facts.Links > 1 && _severalNames.TryGetValue(facts.Identity, out var first)
            && CopyCalls.AddName((int)_top.DangerousGetHandle(), first, _to.Here.Descriptor, name) == 0)
        {
            return;
        }

        var error = DirectoryCalls.OpenFile(_from.Here.Descriptor, name, flags: 0, out var from);
        using (from)
        {
            if (error is DirectoryCalls.ENOENT or DirectoryCalls.ELOOP)
            {
                return;
            }

            Check(error, name);
            if (DirectoryCalls.Look(from, out facts) != 0 || !facts.IsFile)
            {
                // A command has put something else in its place since the look.
                return;
            }

            Check(DirectoryCalls.OpenFile(_to.Here.Descriptor, name, OpenFlags.Write | OpenFlags.New, out var to), name);
            using (to)
            {
                CopyContent(from, to, facts.Size);
            }
        }

        CopyCalls.Describe(_to.Here.Descriptor, name, facts);
        if (facts.Links > 1)
        {
            _severalNames.TryAdd(facts.Identity, PathOf(name));
        }
    }

    private void CopyContent(SafeFileHandle from, SafeFileHandle to, long size)
    {
        if (size == 0 || CopyCalls.TryShare(from, to))
        {
            return;
        }

        RandomAccess.SetLength(to, size);
        for (var offset = 0L; offset < size;)
        {
            (offset, var end) = CopyCalls.NextData(from, offset, size);
            while (offset < end)
            {
                _cancelled.ThrowIfCancellationRequested();
                var count = RandomAccess.Read(from, _buffer.AsSpan(0, (int)Math.Min(end - offset, BufferSize)), offset);
                if (count == 0)
                {
                    // The file has become shorter meanwhile.
                    RandomAccess.SetLength(to, offset);
                    return;
                }

                RandomAccess.Write(to, _buffer.AsSpan(0, count), offset);
                offset += count;
            }
        }
    }

    private void Skip(byte[] name)
    {
        _skipped++;
        _firstSkipped ??= Encoding.UTF8.GetString(PathOf(name)).TrimEnd('/');
    }

    private byte[] PathOf(byte[] name) => [.. _path.SelectMany(folder => folder.Append((byte)'/')), .. name];

    private void Check(int error, byte[] name)
    {
        if (error != 0)
        {
            var fault = WorkspaceFileException.Of(error).Fault;
            throw new WorkspaceFileException(fault, new IOException($"'{Encoding.UTF8.GetString(PathOf(name))}': {Marshal.GetPInvokeErrorMessage(error)}", error));
        }
    }
}
