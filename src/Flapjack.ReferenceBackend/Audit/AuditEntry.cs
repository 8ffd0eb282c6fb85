namespace Flapjack.ReferenceBackend;

/// <summary>A row of the audit log: somebody did something with an agent's computer.</summary>
/// <param name="Id">The row's number: 1 for the first row, and one more for each further row.</param>
/// <param name="At">When the row was written, in whole milliseconds: after a command or a bootstrap ended, or just before a status or a deletion was answered.</param>
/// <param name="OrgId">The agent's organization.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="ActorKind"><c>user</c> for a token of <see cref="FlapjackBackend.CreateUserToken"/>, <c>api_key</c> for a key, <c>backend</c> if nobody asked for the action over the wire.</param>
/// <param name="ActorId">The user's id; for a key, its first twelve characters and <c>...</c>.</param>
/// <param name="Action">
/// <c>exec</c>, <c>status</c>, <c>bootstrap</c> or <c>delete</c>; if the computer changed its state, the new state: <c>idle</c>, <c>waking</c>,
/// <c>stopped</c>, <c>error</c> or <c>destroyed</c>.
/// </param>
/// <param name="ExecId">The command; null for the other actions.</param>
/// <param name="ExitCode">The exit code of the command, or of the bootstrap's last step; null if nothing ran, if the code is unknown, and for the other actions.</param>
/// <param name="DurationMs">How long the command or the bootstrap took, in milliseconds; null if nothing ran, if the time is unknown, and for the other actions.</param>
public sealed record AuditEntry(
    long Id,
    DateTimeOffset At,
    string OrgId,
    string AgentId,
    string ActorKind,
    string ActorId,
    string Action,
    string? ExecId,
    int? ExitCode,
    long? DurationMs);
