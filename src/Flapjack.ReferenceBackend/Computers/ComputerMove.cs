using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Computers;

/// <summary>A computer went from one state to another.</summary>
/// <param name="AgentId">Whose computer.</param>
/// <param name="ComputerId">The computer.</param>
/// <param name="From">The state it left.</param>
/// <param name="To">The state it is in now.</param>
/// <param name="Bootstrap">The bootstrap whose end this move is; null for every other move.</param>
internal sealed record ComputerMove(
    string AgentId, string ComputerId, ComputerLifecycleStatus From, ComputerLifecycleStatus To, BootstrapEnd? Bootstrap);
