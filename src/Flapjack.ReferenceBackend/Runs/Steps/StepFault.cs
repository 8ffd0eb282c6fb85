namespace Flapjack.ReferenceBackend.Runs.Steps;

/// <summary>Why a step failed.</summary>
/// <param name="Code">A word for programs, for example <c>COMMAND_FAILED</c>.</param>
/// <param name="Message">What happened to what, and what to do next. It holds no secret.</param>
internal sealed record StepFault(string Code, string Message);
