using LocalComputers.Files;
using LocalComputers.Telemetry;

namespace LocalComputers.Shells;

/// <summary>A command for <see cref="Shell"/>.</summary>
/// <param name="Computer">Where it runs.</param>
/// <param name="Id">Unique; marks every process that the command starts.</param>
/// <param name="Command">What <c>bash -lc</c> is given.</param>
/// <param name="WorkingDirectory">A folder of the host.</param>
/// <param name="Environment">All of its environment, apart from the mark.</param>
/// <param name="Timeout">After this long it is stopped with all that it started; may be infinite.</param>
/// <param name="Folder">The files of the computer that it runs on.</param>
internal sealed record ShellStart(
    ComputerProcesses Computer,
    string Id,
    string Command,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment,
    TimeSpan Timeout,
    ComputerFolder Folder)
{
    /// <summary>Files and folders of the host that it reads; an isolated command sees no others.</summary>
    public IReadOnlyList<string> HostPaths { get; init; } = [];

    /// <summary>What its shell sets before it reads the user's own files; null for nothing.</summary>
    public LoginProfile? Login { get; init; }

    /// <summary>Where it belongs in a trace, as its processes find in their environment; null for nowhere.</summary>
    public TracePlace? Trace { get; init; }

    /// <summary>The variables that say where it belongs in a trace. What a user has set is the user's: then nothing is said.</summary>
    public (string Parent, string State) TraceVariables =>
        Trace is null || Sets(TracePlace.ParentVariable) ? ("", "") : (Trace.Parent, Sets(TracePlace.StateVariable) ? "" : Trace.State ?? "");

    private bool Sets(string name) => Environment.ContainsKey(name) || Login?.Sets(name) == true;
}
