using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Tells an agent's webhook what becomes of its computer, where the contract documents an event for it.</summary>
internal sealed class AgentEvents(WebhookSender webhooks, TimeProvider clock)
{
    /// <summary>A computer moves, as part of that change. One whose agent is gone has nobody to tell.</summary>
    public void Moved(StoreSession db, ComputerMove move)
    {
        if (NameOf(move) is { } name && AgentStore.Find(db, move.AgentId) is { } agent)
        {
            Tell(db, agent, name, move.ComputerId, move.EndedRun, move.BootstrapEnd?.ExitCode);
        }
    }

    /// <summary>An agent is gone, and its computer with it.</summary>
    public void Deleted(StoreSession db, AgentRecord agent, string? computerId) => Tell(db, agent, "agent.deleted", computerId, null, null);

    private static string? NameOf(ComputerMove move) =>
        move.BootstrapEnd is not null ? (move.To == ComputerLifecycleStatus.Ready ? "bootstrap.succeeded" : "bootstrap.failed")
        : move.To == ComputerLifecycleStatus.Idle ? "computer.idled"
        : move.To == ComputerLifecycleStatus.Destroyed ? "computer.destroyed"
        : null;

    private void Tell(StoreSession db, AgentRecord agent, string name, string? computerId, string? runId, int? exitCode)
    {
        if (agent.WebhookUrl is { } url)
        {
            webhooks.Enqueue(
                db,
                new(url),
                new(name, agent.Id, agent.OrgId, agent.ExternalAppId, computerId, runId, exitCode, clock.GetUtcNow()));
        }
    }
}
