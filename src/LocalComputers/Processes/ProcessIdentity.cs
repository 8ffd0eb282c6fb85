using System.Globalization;

namespace LocalComputers.Processes;

/// <summary>One process for good: its id may be another's later, but not with the same start time in the same namespace.</summary>
/// <param name="Namespace">The number of the PID namespace that the id is counted in.</param>
/// <param name="Id">Its process id.</param>
/// <param name="StartTime">When it started, in clock ticks since boot.</param>
internal sealed record ProcessIdentity(ulong Namespace, int Id, ulong StartTime)
{
    /// <summary>This process; null where there is no process table to know it by.</summary>
    public static ProcessIdentity? OfSelf(ProcessTable table) =>
        OwnNamespace() is { } own && table.Find(Environment.ProcessId) is { } self ? new(own, self.Id, self.StartTime) : null;

    /// <summary>Reads what <see cref="ToString"/> wrote, whatever follows behind a further dash; null when it is something else.</summary>
    public static ProcessIdentity? Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length >= 3
            && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var pidNamespace)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && ulong.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var startTime)
                ? new(pidNamespace, id, startTime)
                : null;
    }

    /// <summary>Whether it has ended for certain. Of a process in another namespace, such as another container, nobody here can tell.</summary>
    public bool IsDead(ProcessTable table) =>
        table.IsAvailable && Namespace == OwnNamespace() && !(table.Find(Id) is { IsZombie: false } now && now.StartTime == StartTime);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Namespace}-{Id}-{StartTime}");

    private static ulong? OwnNamespace()
    {
        // pid:[4026531836]
        var parts = (new FileInfo("/proc/self/ns/pid").LinkTarget ?? "").Split('[', ']');
        return parts.Length == 3 && ulong.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
