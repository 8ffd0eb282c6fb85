namespace Flapjack.ReferenceBackend;

/// <summary>A row of the audit log: somebody did something with an agent's computer.</summary>
/// <param name="Id">The row's number; the first is 1, and each is one more than the one before.</param>
/// <param name="At">When the row was written, in whole milliseconds: when a command or a bootstrap had ended, and just before a status or a deletion was answered.</param>
/// <param name="OrgId">The agent's organization.</param>
/// <param name="AgentId">The agent.</param>
/// <param name="ActorKind"><c>user</c> for a token of <see cref="FlapjackBackend.CreateUserToken"/>, <c>api_key</c> for a key, <c>backend</c> for what nobody asked for over the wire.</param>
/// <param name="ActorId">The user's id; of a key its first twelve characters and <c>...</c>.</param>
/// <param name="Action">
/// <c>exec</c>, <c>status</c>, <c>bootstrap</c> or <c>delete</c>; for a move of the computer its new state: <c>idle</c>, <c>waking</c>,
/// <c>stopped</c>, <c>error</c> or <c>destroyed</c>.
/// </param>
/// <param name="ExecId">The command; null for the other actions.</param>
/// <param name="ExitCode">Of the command, or of the bootstrap's last step; null when nothing ran, when nobody knows, and for the other actions.</param>
/// <param name="DurationMs">How long the command or the bootstrap took, in milliseconds; null when nothing ran, when nobody knows, and for the other actions.</param>
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
