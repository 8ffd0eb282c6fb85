using LocalComputers.Processes;
using LocalComputers.Processes.Groups;

namespace LocalComputers.Shells;

/// <summary>What the processes of all computers of a backend share.</summary>
/// <param name="Host">Starts them.</param>
/// <param name="Groups">Holds them together, where the machine lets it.</param>
/// <param name="Names">The names of the marks that they carry.</param>
/// <param name="Grace">How long they may go on after SIGTERM.</param>
internal sealed record ComputerProcessServices(ProcessHost Host, ControlGroups Groups, HostNames Names, TimeSpan Grace)
{
    /// <summary>The shells that wait for commands; null for none.</summary>
    public ShellsAhead? Ahead { get; init; }

    /// <summary>When this process started, in clock ticks since boot: no process of a computer is older. 0 where that is not known.</summary>
    public ulong Begin { get; } = Host.Table.Find(Environment.ProcessId)?.StartTime ?? 0;

    /// <summary>The marks that tell whose a process is; null where marks can't be set.</summary>
    public LimitMarks? Marks { get; } = Host.Limits is { } limits && new LimitMarks(limits.ResidentBytes) is { AreAvailable: true } marks ? marks : null;

    /// <summary>What the processes of all computers show.</summary>
    public ComputerSigns Signs => field ??= new([Names.ComputerMarker, Names.CommandMarker], Begin, Marks is not null);

    /// <summary>Finds and ends the processes of computers, without a look at those that are no computer's.</summary>
    public ProcessTree Tree => field ??= new(Host, new(Host.Table, new(Host, Signs)));

    /// <summary>Whether processes of an earlier backend may still run on the computers: they could not be ended, or nobody knows.</summary>
    public bool EarlierMayRun { get; set; }
}
