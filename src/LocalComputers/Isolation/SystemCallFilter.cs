using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace LocalComputers.Isolation;

/// <summary>
/// The system calls that an isolated command may not make, as a program of the kernel's seccomp filter. No namespace divides what these calls
/// reach: a command could use them to read the host's secrets, or to talk with another computer.
/// </summary>
internal static class SystemCallFilter
{
    private const int InstructionSize = 8;

    // Where the kernel puts what a filter looks at (struct seccomp_data); the lower half of a 64-bit argument comes first.
    private const uint NumberOffset = 0;
    private const uint ArchitectureOffset = 4;
    private const uint FirstArgumentOffset = 16;

    // The instructions that this filter needs (linux/bpf_common.h).
    private const ushort Load = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort Return = 0x06;

    private const uint Allow = 0x7FFF0000;
    private const uint Errno = 0x00050000;
    private const uint EPERM = 1;
    private const uint ENOSYS = 38;
    private const uint EAFNOSUPPORT = 97;

    // On x64 the numbers from here on are the x32 calls: the same calls under other numbers, which would go past the list.
    private const uint FirstX32Number = 0x40000000;

    // AF_UNSPEC, AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. Others, such as AF_VSOCK, belong to no network namespace.
    private static readonly uint[] SocketFamilies = [0, 1, 2, 10, 16];

    // add_key, request_key, keyctl: the kernel's keyrings.
    // syslog: the kernel's log. bpf, perf_event_open: maps, programs and counters that other processes share.
    // io_uring_setup, io_uring_enter, io_uring_register: the kernel makes the calls of a ring without asking a filter.
    private static readonly uint[] RefusedOnX64 = [248, 249, 250, 103, 321, 298, 425, 426, 427];
    private static readonly uint[] RefusedOnArm64 = [217, 218, 219, 116, 280, 241, 425, 426, 427];

    /// <summary>The filter for a processor, as bubblewrap reads it; null where the numbers of its system calls are not known here.</summary>
    /// <param name="processor">The processor that the commands run on.</param>
    public static byte[]? For(Architecture processor) => processor switch
    {
        Architecture.X64 => Assemble(0xC000003E, RefusedOnX64, socket: 41, socketPair: 53),
        Architecture.Arm64 => Assemble(0xC00000B7, RefusedOnArm64, socket: 198, socketPair: 199),
        _ => null,
    };

    private static byte[] Assemble(uint architecture, uint[] refused, uint socket, uint socketPair)
    {
        var program = new List<byte>();
        Add(program, Load, ArchitectureOffset);
        // A program of another architecture, for example one of 32 bits, has other numbers: it gets no call at all.
        Add(program, JumpIfEqual, architecture, whenTrue: 1);
        Add(program, Return, Errno | ENOSYS);
        Add(program, Load, NumberOffset);
        Add(program, JumpIfAtLeast, FirstX32Number, whenFalse: 1);
        Add(program, Return, Errno | ENOSYS);
        foreach (var number in refused)
        {
            Add(program, JumpIfEqual, number, whenFalse: 1);
            Add(program, Return, Errno | EPERM);
        }

        // A pair of sockets loads the kernel's module of its family too, and either of the two may talk to others.
        Add(program, JumpIfEqual, socket, whenTrue: 2);
        Add(program, JumpIfEqual, socketPair, whenTrue: 1);
        Add(program, Return, Allow);
        Add(program, Load, FirstArgumentOffset);
        foreach (var family in SocketFamilies)
        {
            Add(program, JumpIfEqual, family, whenFalse: 1);
            Add(program, Return, Allow);
        }

        Add(program, Return, Errno | EAFNOSUPPORT);
        return [.. program];
    }

    // One struct sock_filter. Both processors are little-endian.
    private static void Add(List<byte> program, ushort code, uint operand, byte whenTrue = 0, byte whenFalse = 0)
    {
        Span<byte> instruction = stackalloc byte[InstructionSize];
        BinaryPrimitives.WriteUInt16LittleEndian(instruction, code);
        instruction[2] = whenTrue;
        instruction[3] = whenFalse;
        BinaryPrimitives.WriteUInt32LittleEndian(instruction[4..], operand);
        program.AddRange(instruction);
    }
}
