namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Where a turn stands, as the store has it.</summary>
internal static class TurnState
{
    public const string Running = "running";

    /// <summary>The caller has to run tools; the turn goes on with their results.</summary>
    public const string Waiting = "waiting";

    /// <summary>Nothing more comes of the turn: it ended, it was stopped, it failed, or another turn went on in its place.</summary>
    public const string Ended = "ended";

    /// <summary>The backend ended while the turn ran, and nobody knows what the model and its tools did.</summary>
    public const string Unknown = "unknown";

    /// <summary>Nobody sent the results of the tools in time.</summary>
    public const string Expired = "expired";
}
