namespace Flapjack.ReferenceBackend.Runs;

/// <summary>A run, its steps and its runner, as they stand together.</summary>
internal sealed record RunState(Run Run, IReadOnlyList<RunStepRow> Steps, RunnerDocument Runner);
