namespace Testing;

/// <summary>The end of a program: its exit code and what it wrote.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error);
