namespace Flapjack.Sdk;

/// <summary>
/// What a session shows. One lock keeps writers and readers apart; it is held for moments only. A snapshot is made when somebody reads it after a
/// change, so that a thousand pieces of text which nobody reads one by one cost no snapshots.
/// </summary>
internal sealed class ChatSessionState
{
    private readonly Lock _lock = new();
    private readonly List<ChatSessionMessage> _messages;
    private ChatSessionSnapshot _now;
    private ChatAnswer? _answer;
    private int _answerIndex;
    private bool _messagesAreNew = true;

    public ChatSessionState(ChatSessionOptions options)
    {
        _messages = [.. options.Messages.Select((message, index) => Restored(message) with { Key = index + 1 })];
        _now = new() { Messages = [], ThreadId = options.ThreadId };
    }

    public ChatSessionSnapshot Now
    {
        get
        {
            lock (_lock)
            {
                if (_messagesAreNew)
                {
                    if (_answer is not null)
                    {
                        _messages[_answerIndex] = _answer.Now();
                    }

                    _now = _now with { Messages = Array.AsReadOnly([.. _messages]) };
                    _messagesAreNew = false;
                }

                return _now;
            }
        }
    }

    /// <summary>Changes anything but the messages; returns whether something is different now.</summary>
    public bool Change(Func<ChatSessionSnapshot, ChatSessionSnapshot> change)
    {
        lock (_lock)
        {
            var before = _now;
            _now = change(before);
            return _now != before;
        }
    }

    /// <summary>Adds a message that is no answer.</summary>
    public void Add(ChatSessionMessage message)
    {
        lock (_lock)
        {
            AddLast(message);
        }
    }

    /// <summary>Adds a message and the answer to it, which is empty still.</summary>
    public void BeginTurn(ChatSessionMessage message)
    {
        lock (_lock)
        {
            AddLast(message);
            _answerIndex = _messages.Count;
            _answer = new(_answerIndex + 1);
            AddLast(_answer.Now());
            _now = _now with { IsStreaming = true };
        }
    }

    /// <summary>Takes an event of the answer; returns whether it has changed the answer.</summary>
    public bool Take(ChatEvent item)
    {
        lock (_lock)
        {
            var changed = _answer!.Take(item);
            _messagesAreNew |= changed;
            return changed;
        }
    }

    /// <summary>How the events say that the turn ended; unknown if they do not.</summary>
    public ChatOutcome Outcome
    {
        get
        {
            lock (_lock)
            {
                return _answer!.Outcome;
            }
        }
    }

    /// <summary>Ends the turn; returns the answer as it stays.</summary>
    public ChatSessionMessage EndTurn(ChatOutcome outcome, Exception? exception)
    {
        lock (_lock)
        {
            var answer = _messages[_answerIndex] = _answer!.End(outcome, exception);
            _answer = null;
            _messagesAreNew = true;
            _now = _now with { IsStreaming = false };
            return answer;
        }
    }

    // A message that was stored while it came does not come any more.
    private static ChatSessionMessage Restored(ChatSessionMessage message) => message.IsStreaming ? message with { Outcome = new ChatOutcome.Unknown() } : message;

    private void AddLast(ChatSessionMessage message)
    {
        _messages.Add(message with { Key = _messages.Count + 1 });
        _messagesAreNew = true;
    }
}
