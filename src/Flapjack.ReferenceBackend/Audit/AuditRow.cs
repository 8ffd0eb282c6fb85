namespace Flapjack.ReferenceBackend.Audit;

/// <summary>A row as the store has it, which may have been tampered with. Its time is in milliseconds since 1970.</summary>
internal sealed record AuditRow(
    long Id,
    long At,
    string OrgId,
    string AgentId,
    string ActorKind,
    string ActorId,
    string Action,
    string? ExecId,
    long? ExitCode,
    long? DurationMs)
{
    public AuditEntry ToEntry() => new(
        Id, DateTimeOffset.FromUnixTimeMilliseconds(At), OrgId, AgentId, ActorKind, ActorId, Action, ExecId, (int?)ExitCode, DurationMs);
}
