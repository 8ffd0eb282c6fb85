using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>A message of a thread, as the backend keeps it. The service documents no way to read messages, so only code beside the backend sees them.</summary>
public sealed record ThreadMessage
{
    /// <summary>The message's id. The event <c>done</c> names that of an answer as <c>messageId</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The turn that brought it.</summary>
    public required string TurnId { get; init; }

    /// <summary>
    /// Who speaks: <c>user</c>, <c>assistant</c>, <c>tool</c>, or <c>summary</c> for a model's summary, which stands for all messages before it when a model is asked.
    /// </summary>
    public required string Role { get; init; }

    /// <summary>The text; for the role <c>tool</c> the result as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Your own id of the person who wrote it, as <c>senderId</c> named the person; null if nothing named anybody.</summary>
    public string? SenderId { get; init; }

    /// <summary>The tools that an answer calls; empty for every other message.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that a tool's result answers; null for every other message.</summary>
    public string? ToolCallId { get; init; }

    /// <summary>The chunks of documents that the model was told for an answer; empty if there were none. A chunk may be gone with its document.</summary>
    public IReadOnlyList<long> KnowledgeChunkIds { get; init; } = [];

    /// <summary>Whether an answer was cut off: it was stopped, or the model failed.</summary>
    public bool IsPartial { get; init; }
}
