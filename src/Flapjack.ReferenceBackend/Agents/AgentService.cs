using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Computers.Bootstrap;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Creates, finds and deletes agents together with their computers.</summary>
internal sealed class AgentService(
    AgentStore agents, ComputerRegistry computers, KeyRing keys, WebhookSender webhooks, AuditLog audit, TimeProvider clock)
{
    /// <summary>Creates an agent, or finds the one of the same external app; its bootstrap runs on in the background.</summary>
    public async Task<CreateAgentFromTemplateResponse> CreateFromTemplateAsync(Caller caller, FromTemplateRequest request)
    {
        while (true)
        {
            var (agent, added) = agents.AddOrFind(new(
                Guid.CreateVersion7().ToString(), caller.OrgId, request.Name, request.ExternalAppId, request.WebhookUrl));
            var computer = computers.GetOrAdd(agent.Id);
            var begin = clock.GetTimestamp();
            var bootstrapped = computer.EnsureBootstrapped(request.Setup, (id, outcome) =>
            {
                audit.Append(new(agent.OrgId, agent.Id, caller.Actor, "bootstrap") { ExitCode = outcome.ExitCode, Duration = clock.GetElapsedTime(begin) });
                TellBootstrapped(agent, computer.Id, id, outcome);
            });
            if (bootstrapped is not var (status, runId, setup) || agents.Find(agent.Id) is null)
            {
                // Deleted since it was found: what was just started belongs to nobody.
                await computers.RemoveAsync(agent.Id).ConfigureAwait(false);
                continue;
            }

            return new()
            {
                Agent = new() { Id = agent.Id, OrgId = agent.OrgId, Name = agent.Name },
                Computer = new() { AgentId = agent.Id, Status = status },
                BootstrapRunId = runId,
                Template = new(setup.Template.Name),
                Idempotent = !added,
            };
        }
    }

    /// <exception cref="ApiError">404: no such agent; 403: it belongs to another organization.</exception>
    public AgentRecord Find(Caller caller, string agentId)
    {
        var agent = agents.Find(agentId) ?? throw ApiError.NotFound($"There is no agent '{agentId}'.");
        return agent.OrgId == caller.OrgId ? agent : throw ApiError.Forbidden($"Agent '{agentId}' belongs to another organization.");
    }

    /// <summary>Deletes an agent, kills all that runs on its computer, and removes its files.</summary>
    public async Task DeleteAsync(Caller caller, AgentRecord agent)
    {
        if (!agents.Remove(agent.Id))
        {
            throw ApiError.NotFound($"There is no agent '{agent.Id}'.");
        }

        var computer = await computers.RemoveAsync(agent.Id).ConfigureAwait(false);
        audit.Append(new(agent.OrgId, agent.Id, caller.Actor, "delete"));
        Tell(agent, "agent.deleted", computer?.Id, null, null);
    }

    private void TellBootstrapped(AgentRecord agent, string computerId, string runId, BootstrapOutcome outcome)
    {
        // A bootstrap that its agent's deletion cut short has neither succeeded nor failed.
        if (outcome.Status != ComputerLifecycleStatus.Destroyed)
        {
            var name = outcome.Status == ComputerLifecycleStatus.Ready ? "bootstrap.succeeded" : "bootstrap.failed";
            Tell(agent, name, computerId, runId, outcome.ExitCode);
        }
    }

    private void Tell(AgentRecord agent, string name, string? computerId, string? runId, int? exitCode)
    {
        if (agent.WebhookUrl is { } url)
        {
            webhooks.Enqueue(
                new(url),
                keys.WebhookSecretOf(agent.OrgId),
                new(name, agent.Id, agent.OrgId, agent.ExternalAppId, computerId, runId, exitCode, clock.GetUtcNow()));
        }
    }
}
