using System.Buffers.Binary;

namespace LocalComputers.Files;

/// <summary>An entry of a folder, as <c>getdents64</c> tells it.</summary>
/// <param name="Name">Any bytes, but no slash.</param>
/// <param name="Kind">What it is, where the file system tells it.</param>
internal readonly record struct FolderEntry(byte[] Name, EntryKind Kind)
{
    private const int PositionAt = 8;
    private const int LengthAt = 16;
    private const int KindAt = 18;
    private const int NameAt = 19;
    private const byte UnknownKind = 0;
    private const byte FolderKind = 4;

    /// <summary>Takes the first entry off, and reads no more of it than its name and the number of its file.</summary>
    /// <param name="bytes">What was read; behind it what follows.</param>
    /// <param name="number">The number of the file.</param>
    /// <param name="name">The name, within what was read.</param>
    /// <returns>Whether the name begins with a digit.</returns>
    public static bool TakeNumber(ref ReadOnlySpan<byte> bytes, out ulong number, out ReadOnlySpan<byte> name)
    {
        var entry = bytes[..BinaryPrimitives.ReadUInt16LittleEndian(bytes[LengthAt..])];
        bytes = bytes[entry.Length..];
        number = BinaryPrimitives.ReadUInt64LittleEndian(entry);
        name = entry[NameAt..];
        name = name[..name.IndexOf((byte)0)];
        return name.Length > 0 && char.IsAsciiDigit((char)name[0]);
    }

    /// <summary>Takes the first entry off; null for the folder itself and the one above it.</summary>
    /// <param name="bytes">What was read; behind it what follows.</param>
    /// <param name="position">Where reading goes on behind the entry.</param>
    public static FolderEntry? Take(ref ReadOnlySpan<byte> bytes, out long position)
    {
        var entry = bytes[..BinaryPrimitives.ReadUInt16LittleEndian(bytes[LengthAt..])];
        bytes = bytes[entry.Length..];
        position = BinaryPrimitives.ReadInt64LittleEndian(entry[PositionAt..]);
        var name = entry[NameAt..];
        name = name[..name.IndexOf((byte)0)];
        return name.SequenceEqual("."u8) || name.SequenceEqual(".."u8) ? null : new(name.ToArray(), entry[KindAt] switch
        {
            FolderKind => EntryKind.Folder,
            UnknownKind => EntryKind.Unknown,
            _ => EntryKind.Other,
        });
    }
}
