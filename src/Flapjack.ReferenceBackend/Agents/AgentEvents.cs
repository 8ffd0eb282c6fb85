using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers.Computers;
using LocalComputers.Computers.Bootstrap;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>Tells of what becomes of an agent's computer: its webhook, where the contract documents an event for it, and the audit log.</summary>
/// <param name="webhooks">Sends the webhooks.</param>
/// <param name="audit">The audit log.</param>
/// <param name="clock">The clock.</param>
/// <param name="namesComputerId">Whether webhooks carry <c>computerId</c> beside the documented <c>sandboxId</c>.</param>
internal sealed class AgentEvents(WebhookSender webhooks, AuditLog audit, TimeProvider clock, bool namesComputerId)
{
    /// <summary>A computer moves, as part of that change. Nothing is told of a computer whose agent is gone.</summary>
    public void Moved(StoreSession db, ComputerMoved move)
    {
        if (AgentStore.Find(db, move.AgentId) is not { } agent)
        {
            return;
        }

        if (AuditEventOf(db, agent, move) is { } happened)
        {
            db.OnCommitted(() => audit.Append(happened, move.EndedRun is { } run ? change => BootstrapRunStore.SetTold(change, run) : null));
        }

        if (NameOf(move) is { } name)
        {
            Tell(db, agent, name, move.ComputerId, move.EndedRun, move.BootstrapEnd?.ExitCode);
        }
    }

    /// <summary>An agent goes, and its computer with it, as part of that change.</summary>
    public void Deleting(StoreSession db, AgentRecord agent, string? computerId)
    {
        if (AgentStore.Find(db, agent.Id) is null)
        {
            // Another call has deleted the agent first, and has told of it.
            return;
        }

        foreach (var run in BootstrapRunStore.OfAgent(db, agent.Id).Where(run => run.End is null))
        {
            var cutShort = new AuditEvent(agent.OrgId, agent.Id, run.Actor, "bootstrap") { Duration = clock.GetUtcNow() - run.StartedAt };
            db.OnCommitted(() => audit.Append(cutShort));
        }

        Tell(db, agent, "agent.deleted", computerId, null, null);
    }

    /// <summary>Audits the bootstraps whose end an earlier process had stored when it was killed, and had not yet audited.</summary>
    public void AuditUntold(Store store)
    {
        var untold = store.Read(BootstrapRunStore.Untold);
        if (untold.Count == 0)
        {
            return;
        }

        var lost = store.Write(db =>
        {
            List<(AuditEvent Happened, string RunId)> lost = [];
            foreach (var run in untold)
            {
                var happened = AgentStore.Find(db, run.AgentId) is { } agent ? AuditEventOf(agent, run) : null;
                if (happened is null || audit.HasToldOf(db, happened, run.End!.At))
                {
                    BootstrapRunStore.SetTold(db, run.Id);
                }
                else
                {
                    lost.Add((happened, run.Id));
                }
            }

            return lost;
        });
        lost.ForEach(bootstrap => audit.Append(bootstrap.Happened, db => BootstrapRunStore.SetTold(db, bootstrap.RunId)));
    }

    private static string? NameOf(ComputerMoved move) =>
        move.BootstrapEnd is not null ? (move.To == ComputerPhase.Ready ? "bootstrap.succeeded" : "bootstrap.failed")
        : move.To == ComputerPhase.Idle ? "computer.idled"
        : move.To == ComputerPhase.Destroyed ? "computer.destroyed"
        : null;

    private static AuditEvent? AuditEventOf(StoreSession db, AgentRecord agent, ComputerMoved move)
    {
        if (move.EndedRun is not null && BootstrapRunStore.Find(db, move.EndedRun) is { } run)
        {
            return AuditEventOf(agent, run);
        }

        // The entry of a bootstrap is written at its end. A wake has one entry, for its first move; the move to ready adds none.
        return move.To == ComputerPhase.Bootstrapping || move.To == ComputerPhase.Ready
            ? null
            : new(agent.OrgId, agent.Id, AuditActor.Backend, move.To.ToString());
    }

    private static AuditEvent AuditEventOf(AgentRecord agent, BootstrapRunRecord run) =>
        new(agent.OrgId, agent.Id, run.Actor, "bootstrap") { ExitCode = run.End?.ExitCode, Duration = run.End?.At - run.StartedAt };

    private void Tell(StoreSession db, AgentRecord agent, string name, string? computerId, string? runId, int? exitCode)
    {
        if (agent.WebhookUrl is { } url)
        {
            webhooks.Enqueue(
                db,
                new(url),
                new(name, agent.Id, agent.OrgId, agent.ExternalAppId, computerId, runId, exitCode, clock.GetUtcNow()) { NamesComputerId = namesComputerId });
        }
    }
}
