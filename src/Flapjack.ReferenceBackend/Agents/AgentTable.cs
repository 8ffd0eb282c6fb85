using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The table of agents, as the table of any resource. <see cref="AgentStore"/> sees the same rows as the owners of computers.</summary>
internal static class AgentTable
{
    public static OrgTable<AgentDocument> Of(Store store, TimeProvider clock) => new(
        store,
        "agents",
        "agent",
        clock,
        new Dictionary<string, Func<AgentDocument, object?>> { ["name"] = agent => agent.Name, ["project_id"] = agent => agent.ProjectId });
}
