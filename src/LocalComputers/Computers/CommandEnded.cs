using LocalComputers.Storage;

namespace LocalComputers.Computers;

/// <summary>A command has ended, or was refused by the system. None of its readers knows yet.</summary>
/// <param name="OrgId">Whose command.</param>
/// <param name="AgentId">On whose computer.</param>
/// <param name="Actor">Who asked for it.</param>
/// <param name="ExecId">The command.</param>
/// <param name="ExitCode">Its exit code; null when it has none.</param>
/// <param name="Duration">How long it ran; null when it did not run, or when nobody knows.</param>
internal sealed record CommandEnded(string OrgId, string AgentId, Actor Actor, string ExecId, int? ExitCode, TimeSpan? Duration)
{
    /// <summary>
    /// Set if this end may have been told before, because an earlier process died just before or just after it told of this end: when the command came,
    /// which is before it can have been told. Null for an end that is told for the first time.
    /// </summary>
    public DateTimeOffset? MayBeKnownSince { get; init; }

    /// <summary>
    /// What the engine stores of the end. A door that stores something of its own runs this in the same change, so that the end of a command is one change of
    /// the store; what the door does not run, or can't store, the engine stores by itself. Null for nothing.
    /// </summary>
    public Action<StoreSession>? Also { get; init; }
}
