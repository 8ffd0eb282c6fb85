using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>Writes a row for each command that has ended, when its computer reports the end.</summary>
internal sealed class CommandAudit(AuditLog audit)
{
    public void Ended(CommandEnded command)
    {
        var row = new AuditEvent(command.OrgId, command.AgentId, command.Actor, "exec")
        {
            ExecId = command.ExecId,
            ExitCode = command.ExitCode,
            Duration = command.Duration,
        };
        if (command.MayBeKnownSince is { } since)
        {
            audit.AppendOnce(row, since);
        }
        else
        {
            audit.Append(row, command.Also);
        }
    }
}
