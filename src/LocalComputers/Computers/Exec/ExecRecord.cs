namespace LocalComputers.Computers.Exec;

/// <summary>What is stored of a command.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="OrgId">Whose it is.</param>
/// <param name="AgentId">On whose computer it runs.</param>
/// <param name="Key">The caller's idempotency key; null for none.</param>
/// <param name="BodyHash">What the key was first used for; null for a key that was stopped before any command came.</param>
/// <param name="StartedAt">When it was accepted.</param>
/// <param name="EndedAt">When it ended, or was found to have ended; null while it runs.</param>
/// <param name="Outcome">Its last event as JSON, in the words of the door; null until it has ended, and when nobody knows how.</param>
internal sealed record ExecRecord(
    string Id, string OrgId, string AgentId, string? Key, byte[]? BodyHash, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome)
{
    /// <summary>Who asked for it.</summary>
    public required Actor Actor { get; init; }
}
