namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>How long turns are kept, and wait.</summary>
/// <param name="JournalRetention">How long after its end a turn's events can be read again.</param>
/// <param name="KeyRetention">How long after its end a repeat of a turn's key is answered with its outcome.</param>
/// <param name="ClientTools">How long a turn waits for the results of the caller's tools.</param>
internal sealed record TurnLimits(TimeSpan JournalRetention, TimeSpan KeyRetention, TimeSpan ClientTools)
{
    /// <summary>How many tools one message may lead to, over all of its requests: the documented number.</summary>
    public const int ToolCalls = 10;

    /// <summary>How long a tool of the backend may take, unless it says itself how long.</summary>
    public static readonly TimeSpan Tool = TimeSpan.FromSeconds(60);
}
