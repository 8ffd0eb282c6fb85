namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>A kind of step: what the steps of this kind do.</summary>
internal interface IStepKind
{
    /// <summary>The kind's name on the wire.</summary>
    string Name { get; }

    /// <summary>Runs a step. What goes wrong with it is an outcome and no exception.</summary>
    /// <param name="call">The execution.</param>
    /// <param name="cancellationToken">Ends it: the run was cancelled, or the step's time is over. What the step has started ends with it.</param>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken);

    /// <summary>Finds out how an execution ended that was running when an earlier process of the backend died.</summary>
    Task<StepRecovery> RecoverAsync(StepCall call, CancellationToken cancellationToken);
}
