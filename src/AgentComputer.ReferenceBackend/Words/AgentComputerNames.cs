using LocalComputers;

namespace AgentComputer.ReferenceBackend.Words;

/// <summary>What the engine calls its things on this backend's behalf. Data directories that exist have these names in them.</summary>
internal static class AgentComputerNames
{
    public static HostNames Host { get; } = new("AgentComputer", "node");
}
