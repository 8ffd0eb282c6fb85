using Microsoft.Win32.SafeHandles;

namespace Testing.Engine;

/// <summary>The disk under the journals, which a test fills and empties: a full one takes half of what it is given, and fails.</summary>
internal sealed class JournalDisk
{
    private volatile Exception? _failure;

    public static IOException NoSpaceLeft => new("No space left on device", 28);

    public bool IsFull
    {
        set => _failure = value ? NoSpaceLeft : null;
    }

    /// <summary>How every write fails from now on; null for not at all.</summary>
    public Exception? Failure
    {
        set => _failure = value;
    }

    /// <summary>How many of the bytes of a write that fails the disk takes all the same; null for half of them.</summary>
    public int? Takes { get; init; }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long position)
    {
        if (_failure is { } failure)
        {
            RandomAccess.Write(file, bytes[..Math.Min(bytes.Length, Takes ?? bytes.Length / 2)], position);
            throw failure;
        }

        RandomAccess.Write(file, bytes, position);
    }
}
