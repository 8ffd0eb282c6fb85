using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Runs;

/// <summary>The moves that a run can make from one status to another.</summary>
internal static class RunStates
{
    private static readonly IReadOnlyList<(RunnerRunStatus From, RunnerRunStatus To)> Moves =
    [
        (RunnerRunStatus.Pending, RunnerRunStatus.Running),
        (RunnerRunStatus.Pending, RunnerRunStatus.Cancelled),
        (RunnerRunStatus.Running, RunnerRunStatus.Completed),
        (RunnerRunStatus.Running, RunnerRunStatus.Failed),
        (RunnerRunStatus.Running, RunnerRunStatus.Cancelled),
        (RunnerRunStatus.Running, RunnerRunStatus.Paused),
        // A run that was resumed waits for its turn like a new run.
        (RunnerRunStatus.Paused, RunnerRunStatus.Pending),
        (RunnerRunStatus.Paused, RunnerRunStatus.Cancelled),
    ];

    /// <summary>Whether a run with the first status may get the second status.</summary>
    public static bool MayMove(RunnerRunStatus from, RunnerRunStatus to) => Moves.Contains((from, to));

    /// <summary>Whether a run with this status has ended for good.</summary>
    public static bool IsEnd(RunnerRunStatus status) => !Moves.Any(move => move.From == status);
}
