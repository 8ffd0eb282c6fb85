using LocalComputers.Processes.Groups;

namespace LocalComputers.Processes;

/// <summary>Which processes belong together, so that they can be ended together. A process that fulfils one of the rules belongs, and so do its descendants.</summary>
/// <remarks>
/// A command's scope has its marker, its mark, its root process and its group. The folder is a rule for whole computers only: which of
/// its commands a process in the folder belongs to, it does not tell.
/// </remarks>
internal sealed record ProcessScope
{
    /// <summary>Variables as <c>NAME=value</c>: a process that was started with one of them belongs.</summary>
    public IReadOnlyCollection<string> Markers { get; init; } = [];

    /// <summary>Marks as <see cref="LimitMarks"/> gives them; unlike a variable, a mark survives <c>env -i</c>.</summary>
    public IReadOnlyCollection<ulong> Marks { get; init; } = [];

    /// <summary>
    /// A <see cref="ChildProcess"/> that has not been disposed of; its session and its group belong. Null when there is none.
    /// A number that no live <see cref="ChildProcess"/> holds is ignored: it may by now mean a stranger.
    /// </summary>
    public int? RootProcessId { get; init; }

    /// <summary>
    /// A process that has its working directory, its root or an open file in this folder belongs. Null for no such rule. The rule spares a process with a
    /// terminal (somebody who looks around) and one that carries <see cref="SparedVariable"/>.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The name of a variable that makes a process somebody else's whatever folder it is in; those of this scope have a marker.</summary>
    public string? SparedVariable { get; init; }

    /// <summary>
    /// A process that started before this, in clock ticks since boot, can't belong, unless the group holds it; 0 for no such rule. The rule spares a look
    /// at most processes of the machine: only what started after a backend can have come from its computers.
    /// </summary>
    public ulong StartedSince { get; init; }

    /// <summary>The group that they were started in, with the groups below it; null where there are none.</summary>
    public ControlGroup? Group { get; init; }
}
