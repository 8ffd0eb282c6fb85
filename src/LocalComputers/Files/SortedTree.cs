namespace LocalComputers.Files;

/// <summary>
/// Goes through a tree in the order of the bytes of its paths. It holds the names of those folders only that lie above the place where it is. A folder whose
/// path is longer than any call may name is not entered, nor is one that this user may not read, or where another disk begins.
/// </summary>
internal sealed class SortedTree : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int LongestPath = 4_095;
    private const byte Slash = (byte)'/';

    private readonly TreeWalk _walk = new();
    private readonly Stack<Level> _levels = new();
    private readonly byte[] _buffer = new byte[BufferSize];
    private readonly bool _recurses;
    private readonly int _most;
    private FileFacts _first;
    private int _seen;

    /// <param name="place">The first folder. It must stay open while this is used.</param>
    /// <param name="recurses">Whether the folders in it are entered.</param>
    /// <param name="most">How many entries the tree may have.</param>
    /// <exception cref="WorkspaceFileException">There is no such folder, it can't be read, or it has too many entries.</exception>
    public SortedTree(WorkspacePlace place, bool recurses, int most)
    {
        (_recurses, _most) = (recurses, most);
        if (_walk.Begin(place.Descriptor, place.NameBytes) is var error and not 0)
        {
            Dispose();
            throw error == DirectoryCalls.ENOTDIR && place.Look() is not null ? new(FileFault.NotAFolder) : WorkspaceFileException.Of(error);
        }

        _first = _walk.Here.Facts;
        Read([]);
    }

    /// <summary>The descriptor of the folder in which the entry lies.</summary>
    public int Folder => _walk.Here.Descriptor;

    /// <summary>The entry's name.</summary>
    public byte[] Name { get; private set; } = [];

    /// <summary>The entry's path below the first folder.</summary>
    public byte[] Path { get; private set; } = [];

    /// <summary>What the kernel knows of the entry.</summary>
    public FileFacts Facts { get; private set; }

    /// <summary>Goes to the next entry.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="WorkspaceFileException">There are too many entries, or the tree is moved while it is read.</exception>
    public bool MoveNext(CancellationToken cancellationToken)
    {
        while (_levels.TryPeek(out var level))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!level.Steps.TryDequeue(out var step))
            {
                Leave();
            }
            else if (step[^1] == Slash)
            {
                Enter(level, step);
            }
            else if (DirectoryCalls.Look(Folder, step, out var facts) == 0)
            {
                // An entry that is gone since its folder was read is not told.
                (Name, Path, Facts) = (step, [.. level.Path, .. step], facts);
                return true;
            }
        }

        return false;
    }

    public void Dispose() => _walk.Dispose();

    private void Enter(Level level, byte[] step)
    {
        if (level.Path.Length + step.Length <= LongestPath && _walk.Enter(step[..^1]) == 0)
        {
            if (_walk.Here.Facts.SharesMountWith(_first))
            {
                Read([.. level.Path, .. step]);
            }
            else
            {
                _levels.Push(new(level.Path, new()));
            }
        }
    }

    private void Leave()
    {
        _levels.Pop();
        if (_levels.Count > 0 && !_walk.Leave())
        {
            throw new WorkspaceFileException(FileFault.Changing);
        }
    }

    // A folder has two steps: its own entry, and what is in it. Other entries may come in between, as "a.b" does between "a" and "a/b".
    private void Read(byte[] path)
    {
        var steps = new List<byte[]>();
        while (_walk.Here.Read(_buffer) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                steps.Add(entry.Name);
                if (_recurses && entry.Kind != EntryKind.Other)
                {
                    steps.Add([.. entry.Name, Slash]);
                }
            }

            if ((_seen += entries.Count) > _most)
            {
                throw new WorkspaceFileException(FileFault.TooLarge);
            }
        }

        steps.Sort((one, other) => one.AsSpan().SequenceCompareTo(other));
        _levels.Push(new(path, new(steps)));
    }

    /// <param name="Path">The path of the folder with a slash behind it; empty for the first folder.</param>
    /// <param name="Steps">What is left to do in it.</param>
    private sealed record Level(byte[] Path, Queue<byte[]> Steps);
}
