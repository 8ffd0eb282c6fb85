namespace Flapjack.ReferenceBackend.Coding;

/// <summary>How the work on a prompt ended.</summary>
/// <param name="Status">What the session becomes: finished, error, cancelled or expired.</param>
/// <param name="Error">Why there is no success; null for none, and for a session that its user cancelled.</param>
internal sealed record CodingEnd(string Status, SessionError? Error = null)
{
    public static CodingEnd Finished { get; } = new(CodeSessionMoves.Finished);

    public static CodingEnd Cancelled { get; } = new(CodeSessionMoves.Cancelled);

    public static CodingEnd BackendStopped { get; } = Failed("BACKEND_STOPPED", "The backend was stopped while the session worked, and has ended the coder. Start another session.");

    /// <summary>What is told of the coder's work, before the status; empty if the coder was not started.</summary>
    public IReadOnlyList<CodeSessionEvent> Events { get; init; } = [];

    public static CodingEnd Failed(string code, string message) => new(CodeSessionMoves.Error, new(code, message));

    public static CodingEnd Expired(TimeSpan limit) =>
        new(CodeSessionMoves.Expired, new("CODER_TIMED_OUT", $"The coder did not end within {limit:g} (hours:minutes:seconds), which FlapjackBackendOptions.Coder allows."));
}
