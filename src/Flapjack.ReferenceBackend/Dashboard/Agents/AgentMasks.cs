using Flapjack.ReferenceBackend.Dashboard.Writing;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Dashboard.Agents;

/// <summary>Hides the values of the variables of an agent's computer, wherever they stand.</summary>
internal sealed class AgentMasks(Store store)
{
    public Mask Of(string? agentId) => agentId is not null && store.Read(db => BootstrapRunStore.FindLatest(db, agentId)) is { } latest
        ? new(latest.Setup.EnvVars.Select(variable => variable.Value))
        : Mask.OfShapes;
}
