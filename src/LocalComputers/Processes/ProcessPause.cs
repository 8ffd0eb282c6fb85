namespace LocalComputers.Processes;

/// <summary>Processes that stand still, until this is disposed of.</summary>
/// <param name="table">Where they are found.</param>
/// <param name="stopped">The processes, in the order in which they were stopped.</param>
/// <param name="isWhole">Whether every process of the scope stands still; false if some could not be stopped.</param>
internal sealed class ProcessPause(ProcessTable table, IReadOnlyList<ProcessStat> stopped, bool isWhole) : IDisposable
{
    /// <summary>A pause of nobody.</summary>
    public static ProcessPause OfNone(ProcessTable table) => new(table, [], isWhole: true);

    public bool IsWhole => isWhole;

    /// <summary>Lets them go on, the youngest first: a parent that goes on finds its children running, and so never learns that they stood still.</summary>
    public void Dispose()
    {
        foreach (var process in stopped.Reverse())
        {
            ProcessSignal.Send(table, process, LibC.SIGCONT);
        }
    }
}
