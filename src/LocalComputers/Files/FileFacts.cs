using System.Buffers.Binary;

namespace LocalComputers.Files;

/// <summary>What <c>statx</c> tells of a file.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Mount">The number of the mount that it is seen through; 0 where the kernel does not tell.</param>
/// <param name="Mode">Its kind and its permissions.</param>
/// <param name="Links">How many names it has.</param>
/// <param name="Blocks">How many blocks of 512 bytes it takes on the disk.</param>
internal readonly record struct FileFacts((ulong Device, ulong Inode) Identity, ulong Mount, ushort Mode, uint Links, ulong Blocks)
{
    private const int BlockSize = 512;
    private const int KindMask = 0xF000;
    private const int Folder = 0x4000;
    private const int File = 0x8000;
    private const int Link = 0xA000;

    /// <summary>When its content, its name or its permissions were last changed: in seconds, and the nanoseconds that are not in these. Nobody can set it.</summary>
    public (long Seconds, uint Nanoseconds) Changed { get; private init; }

    /// <summary>When its content was last changed. Programs set it as they like.</summary>
    public (long Seconds, uint Nanoseconds) Modified { get; private init; }

    /// <summary>How many bytes it has; of a folder what the file system says.</summary>
    public long Size { get; private init; }

    public bool IsFolder => (Mode & KindMask) == Folder;

    /// <summary>Whether it is an ordinary file.</summary>
    public bool IsFile => (Mode & KindMask) == File;

    public bool IsLink => (Mode & KindMask) == Link;

    public uint Permissions => Mode & 0xFFFu;

    public bool IsOpenToItsOwner => (Mode & 0b111_000_000) == 0b111_000_000;

    /// <summary>What it takes on the disk, in bytes.</summary>
    public long BytesOnDisk => (long)Blocks * BlockSize;

    /// <summary>Whether another file is seen through the same mount as this one.</summary>
    public bool SharesMountWith(FileFacts other) => Mount != 0 && other.Mount != 0 ? Mount == other.Mount : Identity.Device == other.Identity.Device;

    /// <summary>Whether this is the same file, and nobody has written to it between the two looks.</summary>
    public bool IsSameContentAs(FileFacts other) => (Identity, Size, Modified, Changed) == (other.Identity, other.Size, other.Modified, other.Changed);

    /// <param name="statx">The bytes of a <c>struct statx</c>.</param>
    public static FileFacts Of(ReadOnlySpan<byte> statx) => new(
        ((ulong)Number(statx, 136) << 32 | Number(statx, 140), BinaryPrimitives.ReadUInt64LittleEndian(statx[32..])),
        BinaryPrimitives.ReadUInt64LittleEndian(statx[144..]),
        BinaryPrimitives.ReadUInt16LittleEndian(statx[28..]),
        Number(statx, 16),
        BinaryPrimitives.ReadUInt64LittleEndian(statx[48..]))
    {
        Changed = (BinaryPrimitives.ReadInt64LittleEndian(statx[96..]), Number(statx, 104)),
        Modified = (BinaryPrimitives.ReadInt64LittleEndian(statx[112..]), Number(statx, 120)),
        Size = BinaryPrimitives.ReadInt64LittleEndian(statx[40..]),
    };

    private static uint Number(ReadOnlySpan<byte> statx, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(statx[offset..]);
}
