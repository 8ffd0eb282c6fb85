using LocalComputers.Computers;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>A request about an agent of the caller's organization.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Computer">The agent's computer; null when it has none.</param>
internal sealed record AgentCall(Caller Caller, AgentRecord Agent, Computer? Computer);
