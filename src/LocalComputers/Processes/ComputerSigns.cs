using System.Collections.Concurrent;
using LocalComputers.Files;

namespace LocalComputers.Processes;

/// <summary>What a process shows that was born on a computer of this backend, whichever computer that is: at its birth it has all of these signs.</summary>
/// <param name="variables">The names of the variables that each process of a computer is started with.</param>
/// <param name="begin">When this backend started, in clock ticks since boot: no process of its computers is older. 0 if that is not known.</param>
/// <param name="hasMarks">Whether the processes carry <see cref="LimitMarks"/>.</param>
internal sealed class ComputerSigns(IReadOnlyList<string> variables, ulong begin, bool hasMarks)
{
    private readonly ConcurrentDictionary<string, bool> _folders = new(StringComparer.Ordinal);

    /// <summary>Computers lie in this folder.</summary>
    public void AddFolder(string folder) => _folders.TryAdd(folder, true);

    /// <summary>The folders in which computers lie, as paths without links.</summary>
    public IReadOnlyList<string> Folders() => [.. _folders.Keys.Select(RealPath.Of).OfType<string>()];

    /// <summary>Whether a process was there before this backend.</summary>
    public bool IsOlder(ProcessStat process) => process.StartTime < begin;

    /// <summary>Whether a process shows none of the signs for certain. A process that can't be looked into, or is in the midst of an exec, may have one.</summary>
    /// <param name="process">The process.</param>
    /// <param name="folders">As <see cref="Folders"/> tells them.</param>
    public bool AreMissing(SeenProcess process, IReadOnlyList<string> folders) =>
        begin > 0
            && !process.Variables.AreEmpty
            && !variables.Any(process.Variables.Have)
            && (!hasMarks || process.ResidentSetLimits is { } limits && !LimitMarks.MayBe(limits.Soft) && !LimitMarks.MayBe(limits.Hard))
            && !folders.Any(process.Uses);
}
