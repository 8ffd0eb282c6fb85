namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>What a computer step runs.</summary>
/// <param name="Command">What <c>bash -lc</c> is given.</param>
/// <param name="WorkingDir">Where it runs; null for the default.</param>
/// <param name="AllowsFailure">Whether the step is completed whatever the exit code is.</param>
internal sealed record StepCommand(string Command, string? WorkingDir, bool AllowsFailure);
