namespace LocalComputers.Processes;

/// <summary>A process as one look found it. Facts that take a further file of <c>/proc</c> are read when they are first asked for, and then kept.</summary>
internal sealed class SeenProcess(ProcessTable table, ProcessStat stat)
{
    private readonly Lazy<ProcessVariables> _variables = new(() => table.VariablesOf(stat.Id));
    private readonly Lazy<ProcessLimits?> _residentSetLimits = new(() => table.ResidentSetLimitsOf(stat.Id));
    private readonly Lazy<IReadOnlyList<string>> _files = new(() => table.FilesOf(stat.Id));

    public ProcessStat Stat => stat;

    /// <summary>What it was started with.</summary>
    public ProcessVariables Variables => _variables.Value;

    /// <summary>Its limits of resident memory; null when it is gone.</summary>
    public ProcessLimits? ResidentSetLimits => _residentSetLimits.Value;

    /// <summary>Whether it has its working directory, its root or an open file in the folder, which is a path without links.</summary>
    public bool Uses(string folder) => _files.Value.Any(file =>
        file.StartsWith(folder, StringComparison.Ordinal) && (file.Length == folder.Length || file[folder.Length] == '/'));
}
