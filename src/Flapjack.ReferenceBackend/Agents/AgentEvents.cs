using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Tells an agent's webhook what becomes of its computer, where the contract documents an event for it.</summary>
internal sealed class AgentEvents(AgentStore agents, KeyRing keys, WebhookSender webhooks, TimeProvider clock)
{
    /// <summary>A computer has moved. One whose agent is gone has nobody to tell.</summary>
    public void Moved(ComputerMove move)
    {
        if (NameOf(move) is { } name && agents.Find(move.AgentId) is { } agent)
        {
            Tell(agent, name, move.ComputerId, move.Bootstrap?.RunId, move.Bootstrap?.ExitCode);
        }
    }

    public void Deleted(AgentRecord agent, string? computerId) => Tell(agent, "agent.deleted", computerId, null, null);

    private static string? NameOf(ComputerMove move) =>
        move.Bootstrap is not null ? (move.To == ComputerLifecycleStatus.Ready ? "bootstrap.succeeded" : "bootstrap.failed")
        : move.To == ComputerLifecycleStatus.Idle ? "computer.idled"
        : move.To == ComputerLifecycleStatus.Destroyed ? "computer.destroyed"
        : null;

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
