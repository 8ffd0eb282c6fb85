using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>The statuses of a code session, and the moves between them.</summary>
internal static class CodeSessionMoves
{
    public const string Pending = "pending";
    public const string Creating = "creating";
    public const string Running = "running";
    public const string Finished = "finished";
    public const string Error = "error";
    public const string Cancelled = "cancelled";
    public const string Expired = "expired";

    /// <summary>Where a session can go from each status. Every move is in this table.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Allowed { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [Pending] = [Creating, Error, Cancelled, Expired],
        [Creating] = [Running, Error, Cancelled, Expired],
        [Running] = [Finished, Error, Cancelled, Expired],
        // A further prompt makes the session wait for its coder again. The contract knows such prompts, and does not say what they do to the status.
        [Finished] = [Pending],
        [Error] = [],
        [Cancelled] = [],
        [Expired] = [],
    };

    /// <summary>Whether a session can go to a status.</summary>
    public static bool CanMove(string from, string to) => Allowed[from].Contains(to);

    /// <summary>Whether a session works, or waits for its turn.</summary>
    public static bool IsActive(string status) => status is Pending or Creating or Running;

    /// <summary>Moves a session. A session that ends for good forgets its Cursor key, and has no computer any more.</summary>
    /// <exception cref="Refusal">422: the session can't go there from its status.</exception>
    public static CodeSessionDocument MovedTo(this CodeSessionDocument session, string status) => CanMove(session.Status, status)
        ? Allowed[status].Count > 0 ? session with { Status = status } : session with { Status = status, EncryptedCursorKey = null, HasComputer = false }
        : throw new Refusal(RefusalKind.Contradiction, "INVALID_SESSION_STATUS", $"The session is {session.Status}, so it can't become {status}.");
}
