namespace LocalComputers.Programs;

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; 128 + n after signal n.</param>
/// <param name="Signal">The number of the signal that ended it; null if it ended by itself.</param>
/// <param name="TimedOut">Whether it was killed because it took too long.</param>
/// <param name="Failure">Why nobody knows how it went, or why it never began although it was started; null for neither. The two numbers mean nothing then.</param>
internal sealed record ProgramEnd(int ExitCode, int? Signal, bool TimedOut, string? Failure);
