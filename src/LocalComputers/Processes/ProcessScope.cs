using LocalComputers.Processes.Groups;

namespace LocalComputers.Processes;

/// <summary>Which processes belong together, so that they can be ended together. A process that fulfils one of the rules belongs, and so do its descendants.</summary>
/// <remarks>
/// A command's scope has its marker, its mark, its root process and its group. The folder is a rule for whole computers only, because
/// it does not tell to which command a process in the folder belongs.
/// </remarks>
internal sealed record ProcessScope
{
    /// <summary>Variables as <c>NAME=value</c>: a process that was started with one of them belongs.</summary>
    public IReadOnlyCollection<string> Markers { get; init; } = [];

    /// <summary>The beginnings of variables, as <c>NAME=be</c>: a process that was started with a variable that begins so belongs.</summary>
    public IReadOnlyCollection<string> MarkerBeginnings { get; init; } = [];

    /// <summary>Marks as <see cref="LimitMarks"/> gives them; unlike a variable, a mark survives <c>env -i</c>.</summary>
    public IReadOnlyCollection<ulong> Marks { get; init; } = [];

    /// <summary>Tells further marks, of which there may be many: it is asked only if a process carries a mark at all. Null for none.</summary>
    public Func<IEnumerable<ulong>>? ManyMarks { get; init; }

    /// <summary>
    /// A <see cref="ChildProcess"/> that has not been disposed of; its session and its group belong. Null when there is none.
    /// A number that no live <see cref="ChildProcess"/> holds is ignored, because a process that does not belong may have got the number.
    /// </summary>
    public int? RootProcessId { get; init; }

    /// <summary>
    /// A process that has its working directory, its root or an open file in this folder belongs. Null for no such rule. The rule spares a process with a
    /// terminal (of a person who looks around) and one that carries <see cref="SparedVariable"/>.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The name of a variable: <see cref="Folder"/> does not count a process that has it. A process of this scope that has it belongs by its marker.</summary>
    public string? SparedVariable { get; init; }

    /// <summary>
    /// A process that started before this, in clock ticks since boot, can't belong, unless the group holds it; 0 for no such rule. The rule spares a look
    /// at most processes of the machine: only what started after a backend can have come from its computers.
    /// </summary>
    public ulong StartedSince { get; init; }

    /// <summary>The group that they were started in, with the groups below it; null where there are none.</summary>
    public ControlGroup? Group { get; init; }
}
