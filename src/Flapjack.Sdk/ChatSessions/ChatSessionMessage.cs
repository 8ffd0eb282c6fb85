using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A message of a <see cref="ChatSession"/> at one moment. It never changes: a message that grows is replaced by a new object.</summary>
public sealed record ChatSessionMessage
{
    /// <summary>
    /// The message's place in its session: 1, 2, 3 and so on. All states of a message have the same key. The service does not know it; its own id of an
    /// answer is <see cref="MessageId"/>.
    /// </summary>
    public int Key { get; init; }

    /// <summary>Whose message it is.</summary>
    public required ChatSessionRole Role { get; init; }

    /// <summary>The text, or as much of it as has come; empty if there is none.</summary>
    public string Content { get => Text.ToString(); init => Text = new(value ?? ""); }

    /// <summary>How a system message is shown; null for every other message.</summary>
    public ChatSystemMessage? SystemMessage { get; init; }

    /// <summary>
    /// How the turn of an answer ended: only after <see cref="ChatOutcome.Answered"/> is the text the agent's whole answer. Null while the answer still
    /// comes, and for messages that are no answers.
    /// </summary>
    public ChatOutcome? Outcome { get; init; }

    /// <summary>Whether this is an answer that still comes.</summary>
    public bool IsStreaming => Role == ChatSessionRole.Assistant && Outcome is null;

    /// <summary>Whether the whole text is there: of an answer that the service has finished and stored, and of every message that is no answer.</summary>
    public bool IsComplete => Role == ChatSessionRole.Assistant ? Outcome is ChatOutcome.Answered : true;

    /// <summary>
    /// The exception that ended the turn; null if there was none. A service that says on the stream that the turn failed is no exception:
    /// <see cref="Outcome"/> has its code. JSON leaves it out.
    /// </summary>
    [JsonIgnore]
    public Exception? Exception { get; init; }

    /// <summary>The tools that the agent has called for this answer, in the order of the calls; empty if there are none.</summary>
    public IReadOnlyList<ChatToolActivity> Tools { get => field ?? []; init; }

    /// <summary>The id under which the service keeps the answer; null for an answer that is not complete, and for every other message.</summary>
    public string? MessageId { get; init; }

    /// <summary>How many tokens the turn used; null if the service did not say.</summary>
    public ChatUsage? Usage { get; init; }

    /// <summary>The text, which becomes a string only if somebody reads it.</summary>
    internal TextState Text { get; init; } = TextState.Empty;
}
