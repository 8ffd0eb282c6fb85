using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace LocalComputers.Processes;

/// <summary>
/// Numbers that a computer's processes carry as their limit of resident memory, which Linux keeps and shows but has not enforced since 2004.
/// A process inherits its limits whatever it does with its environment, session, files and parent, so a daemon that has wiped all of those is
/// still found by this limit, unless it sets this very limit anew.
/// </summary>
internal sealed class LimitMarks
{
    // In bytes, of which shells take only whole KiB: computers lie in [2^62, 2^63), commands in [2^61, 2^62), larger than any memory.
    private const int Top = 62;
    private const int Least = 50;
    private const int UnitBits = 10;

    private readonly int _top;

    /// <param name="hostHardLimit">What the host itself may use. Inside another backend's computer this is a mark of that backend, and our marks are smaller.</param>
    public LimitMarks(ulong hostHardLimit) => _top = Math.Min(Top, BitOperations.Log2(hostHardLimit) - 1);

    /// <summary>Whether the host may set limits large enough to limit nothing.</summary>
    public bool AreAvailable => _top >= Least;

    /// <summary>Whether a limit may be a mark, of whichever backend: no other limit is as large and still a limit.</summary>
    public static bool MayBe(ulong limit) => limit is >= 1UL << (Least - 1) and < 1UL << (Top + 1);

    /// <summary>The hard limit of a computer's processes, in bytes.</summary>
    /// <param name="folder">The computer's folder: a later backend that finds only this can tell the mark.</param>
    public ulong OfComputer(string folder) => Mark(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), _top);

    /// <summary>The soft limit of a command's processes, in bytes; always smaller than a computer's.</summary>
    public ulong OfCommand(string commandId) => Mark(commandId, _top - 1);

    private static ulong Mark(string name, int bit)
    {
        var hash = BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        return (1UL << bit) | (hash & ((1UL << bit) - 1) & ~((1UL << UnitBits) - 1));
    }
}
