using LocalComputers.Shells;

namespace LocalComputers.Computers.Exec;

/// <summary>How a command ended, and what it wrote in all, delivered or not.</summary>
internal sealed record ExecExit(
    ShellExit Shell, long DurationMs, bool Truncated, long StdoutBytes, long StderrBytes, string StdoutSha256, string StderrSha256);
