namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Another call has created or deleted the agent meanwhile; nothing was stored.</summary>
internal sealed class AgentChangedException() : Exception("Another call has created or deleted the agent.");
