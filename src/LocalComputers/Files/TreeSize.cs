using System.Text;

namespace LocalComputers.Files;

/// <summary>Adds up what a tree takes on the disk, as <c>du</c> does: blocks, a file with several names once, and links not followed.</summary>
internal sealed class TreeSize : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly TreeWalk _walk = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly HashSet<(ulong, ulong)> _severalNames = [];
    private long _bytes;

    /// <param name="path">The first folder.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <returns>In bytes; 0 when there is no such folder, null when it can't be told.</returns>
    public static long? Measure(string path, CancellationToken cancellationToken)
    {
        using var size = new TreeSize();
        return size._walk.Begin(Encoding.UTF8.GetBytes(path)) switch
        {
            0 => size.Measure(cancellationToken),
            DirectoryCalls.ENOENT => 0,
            _ => null,
        };
    }

    public void Dispose() => _walk.Dispose();

    private long? Measure(CancellationToken cancellationToken)
    {
        var first = _walk.Here.Facts;
        _bytes = first.BytesOnDisk;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_walk.Here.Folders.TryDequeue(out var folder))
            {
                if (_walk.Enter(folder) is DirectoryCalls.EMFILE or DirectoryCalls.ENFILE)
                {
                    return null;
                }
            }
            else if (_walk.Here.Read(_buffer) is { Count: > 0 } entries)
            {
                entries.ForEach(entry => Add(entry, first));
            }
            else if (_walk.Depth == 0)
            {
                return _bytes;
            }
            else if (!_walk.Leave())
            {
                return null;
            }
        }
    }

    private void Add(FolderEntry entry, FileFacts first)
    {
        // The entry may have vanished, or its folder may tell names only.
        if (DirectoryCalls.Look(_walk.Here.Descriptor, entry.Name, out var facts) != 0)
        {
            return;
        }

        if (facts.IsFolder)
        {
            // Whatever is mounted here lies on another disk.
            if (facts.SharesMountWith(first))
            {
                _bytes += facts.BytesOnDisk;
                _walk.Here.Folders.Enqueue(entry.Name);
            }
        }
        else if (facts.Links == 1 || _severalNames.Add(facts.Identity))
        {
            _bytes += facts.BytesOnDisk;
        }
    }
}
