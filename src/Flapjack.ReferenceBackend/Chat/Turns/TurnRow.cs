namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>A turn, as the store has it: what one request brought to a thread, and how it ended.</summary>
/// <param name="Id">The turn.</param>
/// <param name="OrgId">The organization.</param>
/// <param name="ThreadId">The thread.</param>
/// <param name="Key">The key that a repeat of the request has; null for none.</param>
/// <param name="BodyHash">What the key stands for; null if the key was stopped before its request came.</param>
/// <param name="State">Where the turn stands, of <see cref="TurnState"/>.</param>
/// <param name="StartedAt">When it began.</param>
/// <param name="TraceId">Its trace; null for a turn that never began.</param>
internal sealed record TurnRow(string Id, string OrgId, string ThreadId, string? Key, byte[]? BodyHash, string State, DateTimeOffset StartedAt, string? TraceId)
{
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its last event; null as long as there is none.</summary>
    public TurnEnd? End { get; init; }

    /// <summary>What is needed to go on; null unless the turn waits.</summary>
    public WaitingTurn? Waiting { get; init; }
}
