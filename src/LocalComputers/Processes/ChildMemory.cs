using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Processes;

/// <summary>The arguments and the variables that a child was started with, where they lie in the child's own memory.</summary>
/// <param name="ProcessId">The child; nobody has waited for it.</param>
/// <param name="State">Its state, as <see cref="ProcessStat"/> has it.</param>
/// <param name="Arguments">Where its arguments begin.</param>
/// <param name="ArgumentsEnd">Where they end.</param>
/// <param name="Variables">Where its variables begin.</param>
/// <param name="VariablesEnd">Where they end.</param>
internal readonly record struct ChildMemory(int ProcessId, char State, ulong Arguments, ulong ArgumentsEnd, ulong Variables, ulong VariablesEnd)
{
    // Counted from the field behind the name.
    private const int FirstAddress = 48 - 3;
    private const int LongestLine = 1024;

    private const string PendingSignals = "ShdPnd:";
    private const ulong Stop = 1UL << (LibC.SIGSTOP - 1);

    /// <summary>Whether the child does not go on by itself: somebody has stopped it, or it has ended. True also if it is about to notice a SIGSTOP.</summary>
    /// <remarks>A child that sleeps has no signal to notice: each one that is sent wakes it at once.</remarks>
    public bool IsHalted => State != 'S' && (IsStopPending(ProcessId) || Of(ProcessId) is not { State: 'S' or 'R' or 'D' });

    /// <summary>Null if the child is gone, or the system does not show it.</summary>
    public static ChildMemory? Of(int processId)
    {
        Span<byte> line = stackalloc byte[LongestLine];
        var length = ReadStat(processId, line);
        if (length <= 0)
        {
            return null;
        }

        var text = Encoding.Latin1.GetString(line[..length]);
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return fields.Length > FirstAddress + 3
            ? new(processId, fields[0][0], Address(fields[FirstAddress]), Address(fields[FirstAddress + 1]), Address(fields[FirstAddress + 2]), Address(fields[FirstAddress + 3]))
            : null;
    }

    /// <summary>Reads all of the bytes.</summary>
    /// <returns>Whether the system let us, and all of them are there.</returns>
    public unsafe bool Read(ulong address, Span<byte> into)
    {
        fixed (byte* local = into)
        {
            var (from, to) = (new Piece((nuint)address, (nuint)into.Length), new Piece((nuint)local, (nuint)into.Length));
            return LibC.process_vm_readv(ProcessId, &to, 1, &from, 1, 0) == into.Length;
        }
    }

    /// <summary>Writes all of the bytes.</summary>
    /// <returns>Whether the system let us, and there is room for all of them.</returns>
    public unsafe bool Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* local = bytes)
        {
            var (from, to) = (new Piece((nuint)local, (nuint)bytes.Length), new Piece((nuint)address, (nuint)bytes.Length));
            return LibC.process_vm_writev(ProcessId, &from, 1, &to, 1, 0) == bytes.Length;
        }
    }

    private static ulong Address(string field) => ulong.Parse(field, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool IsStopPending(int processId)
    {
        try
        {
            var lines = File.ReadLines($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/status");
            return lines.Any(line => line.StartsWith(PendingSignals, StringComparison.Ordinal)
                && (ulong.Parse(line.AsSpan(PendingSignals.Length), NumberStyles.HexNumber | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) & Stop) != 0);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static unsafe int ReadStat(int processId, Span<byte> into)
    {
        using var file = new SafeFileHandle(LibC.open($"/proc/{processId.ToString(CultureInfo.InvariantCulture)}/stat", LibC.O_RDONLY | LibC.O_CLOEXEC), ownsHandle: true);
        fixed (byte* start = into)
        {
            return file.IsInvalid ? 0 : (int)LibC.read(file, start, (nuint)into.Length);
        }
    }

    /// <summary>A <c>struct iovec</c>.</summary>
    private readonly record struct Piece(nuint Address, nuint Length);
}
