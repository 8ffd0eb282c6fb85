using System.Text;

namespace LocalComputers.Processes;

/// <summary>The hard limits of this process, beyond which it can't give any to its children.</summary>
/// <param name="OpenFiles">Open files, a process.</param>
/// <param name="CpuSeconds">CPU time, a process.</param>
/// <param name="ResidentBytes">Resident memory, which Linux does not enforce.</param>
internal sealed record HostLimits(ulong OpenFiles, ulong CpuSeconds, ulong ResidentBytes)
{
    /// <summary>Null where there is no process table to read them from.</summary>
    public static HostLimits? OfSelf(ProcessTable table)
    {
        var limits = Encoding.ASCII.GetString(table.LimitsOf(Environment.ProcessId));
        return ProcessLimits.Parse(limits, "Max open files") is { } files
            && ProcessLimits.Parse(limits, "Max cpu time") is { } cpu
            && ProcessLimits.Parse(limits, "Max resident set") is { } resident
                ? new(files.Hard, cpu.Hard, resident.Hard)
                : null;
    }
}
