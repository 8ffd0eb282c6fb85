namespace Flapjack.Sdk;

/// <summary>A <see cref="ChatSession"/> at one moment. It never changes, and its parts belong together.</summary>
public sealed record ChatSessionSnapshot
{
    /// <summary>All messages, the oldest first. A message that has not changed is the same object as in earlier snapshots.</summary>
    public required IReadOnlyList<ChatSessionMessage> Messages { get; init; }

    /// <summary>Whether a turn runs: from the call of <see cref="ChatSession.SendAsync"/> until the answer has ended.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>The thread's id, a UUID; null until the first message has made the thread.</summary>
    public string? ThreadId { get; init; }

    /// <summary>The newest plan of the thread; null if there is none, or if no plan was read yet.</summary>
    public Plan? Plan { get; init; }

    /// <summary>Whether the plan is to be shown.</summary>
    public bool PlanOpen { get; init; }

    /// <summary>Whether the next messages ask the agent for a plan.</summary>
    public bool PlanMode { get; init; }
}
