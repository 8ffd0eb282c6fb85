namespace Flapjack.ReferenceBackend.Runs;

/// <summary>Starts the runs of runners, and runs their steps.</summary>
internal sealed class RunService(RunStore runs) : IAsyncDisposable
{
    /// <summary>Stores a run, and runs it as soon as the runner's limit lets it.</summary>
    /// <returns>The run; and whether it is new, or the run of an earlier start with the same key.</returns>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">There is no such runner.</exception>
    public (Run Run, bool IsNew) Start(RunStart start) => runs.Add(start);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
