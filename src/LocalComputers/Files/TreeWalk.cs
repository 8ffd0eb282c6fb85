namespace LocalComputers.Files;

/// <summary>
/// Goes down into folders and up again by their descriptors, and holds a few descriptors at a time. So neither the length of a path, nor the depth
/// of a tree, nor the bytes of a name is a limit.
/// </summary>
internal sealed class TreeWalk : IDisposable
{
    // Most trees are not that deep, so none of their folders is opened twice.
    private const int OpenAtOnce = 16;

    private static readonly byte[] Above = [(byte)'.', (byte)'.'];

    private readonly List<TreeLevel> _levels = [];

    /// <summary>The folder that the walk is in.</summary>
    public TreeLevel Here => _levels[^1];

    /// <summary>Whether the first folder was entered.</summary>
    public bool IsBegun => _levels.Count > 0;

    /// <summary>How many folders lie between the first one and this one.</summary>
    public int Depth => _levels.Count - 1;

    /// <summary>Enters the first folder.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The error; 0 for none.</returns>
    public int Begin(byte[] path) => Begin(DirectoryCalls.WorkingDirectory, path);

    /// <summary>Enters the first folder.</summary>
    /// <param name="folder">The descriptor of the folder that it lies in, or <see cref="DirectoryCalls.WorkingDirectory"/>.</param>
    /// <param name="name">Its name, or its path.</param>
    /// <returns>The error; 0 for none.</returns>
    public int Begin(int folder, byte[] name) => Enter(folder, name);

    /// <summary>Enters a folder that lies in the folder where the walk is.</summary>
    /// <returns>The error; 0 for none.</returns>
    public int Enter(byte[] name) => Enter(Here.Descriptor, name);

    /// <summary>Goes back into the folder above.</summary>
    /// <returns>Whether the folder is the one from which the walk came. If it is another, the tree was moved meanwhile and the walk is lost.</returns>
    public bool Leave()
    {
        var left = _levels[^1];
        _levels.RemoveAt(_levels.Count - 1);
        using (left)
        {
            return Here.IsOpen
                || (DirectoryCalls.OpenFolder(left.Descriptor, Above, out var above) == 0 && Here.Reopen(above));
        }
    }

    public void Dispose()
    {
        foreach (var level in _levels)
        {
            level.Dispose();
        }
    }

    private int Enter(int folder, byte[] name)
    {
        var error = DirectoryCalls.OpenFolder(folder, name, out var opened);
        FileFacts facts = default;
        if (error == 0)
        {
            error = DirectoryCalls.Look(opened, out facts);
        }

        if (error != 0)
        {
            opened.Dispose();
            return error;
        }

        if (_levels.Count >= OpenAtOnce)
        {
            _levels[^OpenAtOnce].Close();
        }

        _levels.Add(new(name, opened, facts));
        return 0;
    }
}
