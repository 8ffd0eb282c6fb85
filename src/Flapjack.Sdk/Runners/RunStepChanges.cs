namespace Flapjack.Sdk;

/// <summary>Compares each reading of a run with the reading before, and finds the steps that have begun or ended in between.</summary>
internal sealed class RunStepChanges
{
    private readonly Dictionary<string, RunnerRunStepStatus> _told = new(StringComparer.Ordinal);

    /// <summary>
    /// The steps that have changed, in the order of the run. A step that began and ended between two readings comes twice, first as it began, so that
    /// what a reader is told does not depend on how often the run is read.
    /// </summary>
    public IEnumerable<RunnerRunStep> In(RunnerRun run)
    {
        for (var i = 0; i < run.Steps.Count; i++)
        {
            var step = run.Steps[i];
            var key = step.Id.Length > 0 ? step.Id : $"the step at {i}";
            var isTold = _told.TryGetValue(key, out var told);
            if (step.Status is not { } now || now == RunnerRunStepStatus.Pending || (isTold && told == now))
            {
                continue;
            }

            _told[key] = now;
            if (!isTold && now != RunnerRunStepStatus.Running && step.StartedAt is not null)
            {
                yield return AsItBegan(step);
            }

            yield return step;
        }
    }

    private static RunnerRunStep AsItBegan(RunnerRunStep step) => step with
    {
        Status = RunnerRunStepStatus.Running,
        Output = null,
        Error = null,
        EndedAt = null,
        DurationMs = null,
        InputTokens = null,
        OutputTokens = null,
        CostUsd = null,
    };
}
