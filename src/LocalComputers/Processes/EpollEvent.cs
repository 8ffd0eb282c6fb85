using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LocalComputers.Processes;

/// <summary>Reads and writes <c>struct epoll_event</c>, which is packed (12 bytes) on x64 and aligned (16 bytes) elsewhere.</summary>
internal static unsafe class EpollEvent
{
    public const int MaxSize = 16;

    private static readonly int TokenOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

    private static int Size => TokenOffset + sizeof(long);

    public static void Write(byte* epollEvent, uint interest, long token)
    {
        *(uint*)epollEvent = interest;
        Unsafe.WriteUnaligned(epollEvent + TokenOffset, token);
    }

    public static long TokenAt(byte* epollEvents, int index) =>
        Unsafe.ReadUnaligned<long>(epollEvents + (index * Size) + TokenOffset);
}
