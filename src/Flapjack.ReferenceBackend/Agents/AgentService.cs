using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Creates, finds and deletes agents together with their computers.</summary>
internal sealed class AgentService(Store store, AgentStore agents, ComputerRegistry computers, AgentEvents events, AuditLog audit)
{
    /// <summary>Creates an agent, or finds the one of the same external app; its bootstrap runs on in the background.</summary>
    public async Task<CreateAgentFromTemplateResponse> CreateFromTemplateAsync(Caller caller, FromTemplateRequest request)
    {
        while (true)
        {
            var (agent, added) = agents.AddOrFind(new(
                Guid.CreateVersion7().ToString(), caller.OrgId, request.Name, request.ExternalAppId, request.WebhookUrl));
            var computer = computers.GetOrAdd(agent.Id);
            var bootstrapped = computer.EnsureBootstrapped(request.Setup, caller.Actor);
            if (bootstrapped is not var (status, runId, setup) || agents.Find(agent.Id) is null)
            {
                // Deleted since it was found: what was just started belongs to nobody.
                await computers.RemoveAsync(agent.Id).ConfigureAwait(false);
                continue;
            }

            return new()
            {
                Agent = new() { Id = agent.Id, OrgId = agent.OrgId, Name = agent.Name },
                Computer = new() { AgentId = agent.Id, Status = OfBootstrap(status) },
                BootstrapRunId = runId,
                Template = new(setup.Template.Name),
                Idempotent = !added,
            };
        }
    }

    /// <param name="caller">Who asks.</param>
    /// <param name="agentId">The agent's id, in upper or lower case; no other spelling of a UUID is its id.</param>
    /// <exception cref="ApiError">404: no such agent; 403: it belongs to another organization.</exception>
    public AgentRecord Find(Caller caller, string agentId)
    {
        var agent = agents.Find(agentId.ToLowerInvariant()) ?? throw ApiError.NotFound($"There is no agent '{agentId}'.");
        return agent.OrgId == caller.OrgId ? agent : throw ApiError.Forbidden($"Agent '{agentId}' belongs to another organization.");
    }

    /// <summary>Deletes an agent, kills all that runs on its computer, and removes its files.</summary>
    public async Task DeleteAsync(Caller caller, AgentRecord agent)
    {
        // The rows and the webhook at once: whatever happens from here on, the agent is gone and that is told.
        var isMine = store.Write(db =>
        {
            events.Deleting(db, agent, computers.Find(agent.Id)?.Id);
            return AgentStore.Remove(db, agent.Id);
        });
        if (!isMine)
        {
            throw ApiError.NotFound($"There is no agent '{agent.Id}'.");
        }

        await computers.RemoveAsync(agent.Id).ConfigureAwait(false);
        audit.Append(new(agent.OrgId, agent.Id, caller.Actor, "delete"));
    }

    // What from-template tells is how the latest bootstrap went, not whether the computer sleeps since.
    private static ComputerLifecycleStatus OfBootstrap(ComputerLifecycleStatus status) =>
        status == ComputerLifecycleStatus.Bootstrapping || status == ComputerLifecycleStatus.Error ? status : ComputerLifecycleStatus.Ready;
}
