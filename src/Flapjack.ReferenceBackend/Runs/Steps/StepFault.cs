namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>Why a step failed.</summary>
/// <param name="Code">A word for programs, for example <c>COMMAND_FAILED</c>.</param>
/// <param name="Message">What happened to what, and what to do next. It holds no secret.</param>
internal sealed record StepFault(string Code, string Message)
{
    /// <summary>Nobody knows what the step has done, so the run must not go on by itself.</summary>
    public const string OutcomeUnknown = "STEP_OUTCOME_UNKNOWN";
}
