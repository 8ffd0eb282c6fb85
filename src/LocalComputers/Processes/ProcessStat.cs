using System.Globalization;

namespace LocalComputers.Processes;

/// <summary>One line of the process table, from <c>/proc/&lt;pid&gt;/stat</c>.</summary>
/// <param name="Id">The process id.</param>
/// <param name="State">R, S, D, Z and so on.</param>
/// <param name="ParentId">The parent's process id.</param>
/// <param name="Group">The process group.</param>
/// <param name="Session">The session.</param>
/// <param name="Terminal">The terminal that controls it; 0 for none.</param>
/// <param name="Threads">How many threads are left.</param>
/// <param name="StartTime">When it started, in clock ticks since boot: with the id it names one process for good.</param>
internal readonly record struct ProcessStat(int Id, char State, int ParentId, int Group, int Session, int Terminal, int Threads, ulong StartTime)
{
    /// <summary>Ended and only waiting to be reaped. (With more than one thread left, only its first thread has ended.)</summary>
    public bool IsZombie => State is 'Z' or 'X' && Threads <= 1;

    public static ProcessStat Parse(string line)
    {
        // The second field is the program's name in parentheses, and a name may contain spaces and parentheses itself.
        var nameStart = line.IndexOf('(', StringComparison.Ordinal);
        var nameEnd = line.LastIndexOf(')');
        var fields = line[(nameEnd + 2)..].Split(' ');
        return new ProcessStat(
            Id: Number(line.AsSpan(0, nameStart)),
            State: fields[0][0],
            ParentId: Number(fields[1]),
            Group: Number(fields[2]),
            Session: Number(fields[3]),
            Terminal: Number(fields[4]),
            Threads: Number(fields[17]),
            StartTime: ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    private static int Number(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.Integer | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
}
