using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Files;

/// <summary>A folder that a walk is in, or has to come back to.</summary>
internal sealed class TreeLevel(byte[] name, SafeFileHandle folder, FileFacts facts) : IDisposable
{
    private readonly Queue<byte[]> _folders = new();
    private SafeFileHandle _folder = folder;
    private long _position;

    public byte[] Name => name;

    public FileFacts Facts => facts;

    /// <summary>The open folder.</summary>
    public SafeFileHandle Folder => _folder;

    /// <summary>Its descriptor.</summary>
    public int Descriptor => (int)_folder.DangerousGetHandle();

    public bool IsOpen => !_folder.IsClosed;

    /// <summary>Folders in it that are still to be entered.</summary>
    public Queue<byte[]> Folders => _folders;

    /// <summary>How often the folder has been gone through, with this time; from 1.</summary>
    public int Round { get; set; } = 1;

    /// <summary>Whether anything in it was removed in this round.</summary>
    public bool HasShrunk { get; set; }

    /// <summary>Reads further entries; none at the end.</summary>
    public List<FolderEntry> Read(byte[] buffer)
    {
        // A folder that was removed meanwhile is at its end too.
        ReadOnlySpan<byte> bytes = buffer.AsSpan(0, Math.Max(0, DirectoryCalls.ReadEntries(_folder, buffer)));
        var entries = new List<FolderEntry>();
        while (bytes.Length > 0)
        {
            if (FolderEntry.Take(ref bytes, out _position) is { } entry)
            {
                entries.Add(entry);
            }
        }

        return entries;
    }

    /// <summary>Begins to read it again.</summary>
    public void Rewind()
    {
        Round++;
        HasShrunk = false;
        DirectoryCalls.GoTo(_folder, 0);
    }

    /// <summary>Gives the descriptor back until the walk returns.</summary>
    public void Close() => _folder.Dispose();

    /// <summary>Goes on with another descriptor; false, and closes it, when that is another folder's.</summary>
    public bool Reopen(SafeFileHandle opened)
    {
        if (DirectoryCalls.Look(opened, out var now) != 0 || now.Identity != facts.Identity)
        {
            opened.Dispose();
            return false;
        }

        _folder = opened;
        DirectoryCalls.GoTo(opened, _position);
        return true;
    }

    public void Dispose() => _folder.Dispose();
}
