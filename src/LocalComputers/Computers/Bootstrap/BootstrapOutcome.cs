namespace LocalComputers.Computers.Bootstrap;

/// <summary>How a bootstrap ended: ready, error, or destroyed when its agent was deleted meanwhile.</summary>
/// <param name="Phase">The computer's new phase.</param>
/// <param name="ExitCode">The exit code of the last step; null when none had run.</param>
/// <param name="StderrTail">On failure, the end of what the last step wrote to its standard error.</param>
internal sealed record BootstrapOutcome(ComputerPhase Phase, int? ExitCode, string? StderrTail = null)
{
    /// <summary>Whether the computer's folder was made: where it was not, there is no machine.</summary>
    public bool IsMade { get; init; }
}
