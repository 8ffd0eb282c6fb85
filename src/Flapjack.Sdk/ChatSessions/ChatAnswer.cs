using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>An answer while it comes.</summary>
internal sealed class ChatAnswer(int key)
{
    private readonly GrowingText _text = new();
    // It is given everything but the text, of which it would make a copy of its own.
    private readonly ChatCollector _events = new(Redaction.None);
    private readonly List<int> _positions = [];
    private IReadOnlyList<ChatToolActivity>? _tools = [];

    /// <summary>How the events say that the turn ended; unknown as long as they do not.</summary>
    public ChatOutcome Outcome => _events.Result()?.Outcome ?? new ChatOutcome.Unknown();

    /// <summary>Takes an event; returns whether it has changed the answer.</summary>
    public bool Take(ChatEvent item)
    {
        if (item is ChatTokenEvent token)
        {
            _text.Append(token.Delta);
            return token.Delta.Length > 0;
        }

        _events.Add(item);
        if (item is not (ChatToolCallEvent or ChatToolResultEvent or ChatRequiresActionEvent or ChatClientToolEvent))
        {
            return false;
        }

        _positions.AddRange(Enumerable.Repeat(_text.Length, _events.Tools.Count - _positions.Count));
        _tools = null;
        return true;
    }

    /// <summary>The answer as it is now, while the turn runs.</summary>
    public ChatSessionMessage Now() => new()
    {
        Key = key,
        Role = ChatSessionRole.Assistant,
        Text = _text.Now(),
        Tools = _tools ??= Array.AsReadOnly([.. _events.Tools.Zip(_positions, (tool, position) => tool with { TextPosition = position })]),
    };

    /// <summary>The answer as it stays.</summary>
    public ChatSessionMessage End(ChatOutcome outcome, Exception? exception)
    {
        var result = _events.Result();
        return Now() with
        {
            // The text that was shown stays, because what the service stores may lack what the agent said before it called a tool.
            Text = _text.Length == 0 && result is { Content.Length: > 0 } ? new(result.Content) : _text.Now(),
            Outcome = outcome,
            Exception = exception,
            MessageId = outcome is ChatOutcome.Answered ? result?.MessageId : null,
            Usage = result?.Usage,
        };
    }
}
