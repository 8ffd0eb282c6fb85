using LocalComputers.Computers.Bootstrap;

namespace LocalComputers.Computers;

/// <summary>A computer goes from one state to another.</summary>
/// <param name="AgentId">Whose computer.</param>
/// <param name="ComputerId">The computer; null when its creation failed.</param>
/// <param name="From">The state it leaves.</param>
/// <param name="To">The state it is in from now on.</param>
/// <param name="EndedRun">The bootstrap whose end this move is; null for every other move.</param>
/// <param name="BootstrapEnd">How that bootstrap ended.</param>
internal sealed record ComputerMoved(
    string AgentId, string? ComputerId, ComputerPhase From, ComputerPhase To, string? EndedRun, BootstrapEnd? BootstrapEnd);
