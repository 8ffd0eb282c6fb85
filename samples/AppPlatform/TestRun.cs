namespace AppPlatform;

/// <summary>How a run of an app's tests ended.</summary>
/// <param name="Outcome">What is known about the run.</param>
/// <param name="Summary">The outcome in words, as the end of a sentence.</param>
/// <param name="At">When it ended.</param>
public sealed record TestRun(TestOutcome Outcome, string Summary, DateTimeOffset At);
