using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Audit;

/// <summary>Something that gets a row in the audit log.</summary>
internal sealed record AuditEvent(string OrgId, string AgentId, Actor Actor, string Action)
{
    public string? ExecId { get; init; }

    public int? ExitCode { get; init; }

    public TimeSpan? Duration { get; init; }
}
