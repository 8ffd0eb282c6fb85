namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>A message of a thread, as the store has it.</summary>
internal sealed record MessageRow
{
    public const string User = "user";
    public const string Assistant = "assistant";
    public const string Tool = "tool";

    /// <summary>A model's summary of the messages up to <see cref="Covers"/>.</summary>
    public const string Summary = "summary";

    /// <summary>The message's place among all messages; 0 for a message that is not stored yet.</summary>
    public long Place { get; init; }

    public required string Id { get; init; }

    public required string ThreadId { get; init; }

    public required string TurnId { get; init; }

    public required string Role { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string? SenderId { get; init; }

    /// <summary>The text; for a tool's answer its result as JSON.</summary>
    public string Content { get; init; } = "";

    /// <summary>The tools that the message calls.</summary>
    public IReadOnlyList<StoredToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that the message answers; null unless a tool answers.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The chunks of documents that the model was told for this answer.</summary>
    public IReadOnlyList<long> ChunkIds { get; init; } = [];

    /// <summary>The place of the last message that a summary stands for; null for every other message.</summary>
    public long? Covers { get; init; }

    /// <summary>Whether the answer was cut off: it was stopped, or the model failed.</summary>
    public bool IsPartial { get; init; }
}
