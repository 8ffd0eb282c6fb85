namespace Flapjack.ReferenceBackend;

/// <summary>What a <see cref="ScriptedChatModel"/> was asked: a snapshot that does not change.</summary>
public sealed record ScriptedRequest
{
    /// <summary>The id of the model that was asked for; null if the caller did not say. The backend always says it.</summary>
    public string? ModelId { get; init; }

    /// <summary>All that the model is told besides the conversation: the agent's system prompt, and what the memory and the documents have to say.</summary>
    public string SystemText { get; init; } = "";

    /// <summary>The conversation, the oldest message first, without the messages of the system.</summary>
    public IReadOnlyList<ScriptedMessage> Messages { get; init; } = [];

    /// <summary>The names of the tools that the model may call, in their order.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>The text of the last message of the user; empty if there is none.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the tools have answered since the last message of the user, in the order of the calls.</summary>
    public IReadOnlyList<ScriptedResult> Results { get; init; } = [];

    /// <summary>Whose key pays for the answer: <c>byok</c> if the agent's credential resolver returned a key of the user, else <c>platform</c>.</summary>
    public string CredentialSource { get; init; } = "platform";

    /// <summary>
    /// Whether the backend asks for a summary of a long conversation, and not for an answer. Only the rules of <see cref="ScriptedChatModel.WhenCompacting"/>
    /// count then.
    /// </summary>
    public bool IsCompaction { get; init; }

    /// <summary>Completes when the answer to this request has ended, and says how.</summary>
    public Task<ScriptedEnd> Ended { get; init; } = Task.FromResult(ScriptedEnd.Complete);
}
