using System.Text;
using Shared.Wire.Http;

namespace Flapjack.Sdk;

/// <summary>Gathers the events of one message into its result.</summary>
internal sealed class ChatCollector(Redaction redaction)
{
    /// <summary>The code by which the service says that it does not know how a turn ended.</summary>
    public const string UnknownCode = "TURN_OUTCOME_UNKNOWN";

    private readonly StringBuilder _text = new();
    private readonly List<ChatToolActivity> _tools = [];
    private readonly HashSet<int> _ended = [];
    private ChatEvent? _last;

    public string? TurnId { get; private set; }

    /// <summary>The calls of tools until now.</summary>
    public IReadOnlyList<ChatToolActivity> Tools => _tools;

    public string Text => _text.ToString();

    public void Add(ChatEvent item)
    {
        // A requires_action that tools of the caller answer is not the last event.
        _last = item is ChatDoneEvent or ChatErrorEvent or ChatRequiresActionEvent ? item : null;
        switch (item)
        {
            case ChatMetaEvent meta:
                TurnId = meta.TurnId ?? TurnId;
                break;
            case ChatTokenEvent token:
                _text.Append(token.Delta);
                break;
            case ChatToolCallEvent { Tool: { } call }:
                Begin(call.Id, activity => activity with { Name = call.Name, Arguments = call.Arguments });
                break;
            case ChatToolResultEvent ended:
                End(ended.ToolCallId, activity => activity with { Name = ended.ToolName ?? activity.Name, Result = ended.Result });
                break;
            case ChatRequiresActionEvent asked:
                foreach (var call in asked.ToolCalls)
                {
                    Begin(call.Id, activity => activity with { Name = call.Name, Arguments = call.Arguments, IsClientTool = true });
                }

                break;
            case ChatClientToolEvent ended:
                End(ended.Call.Id, activity => activity with { Result = ended.Result, Failure = ended.Failure });
                break;
        }
    }

    /// <summary>The result; null if the events ended without a last event.</summary>
    public ChatResult? Result() => _last switch
    {
        ChatDoneEvent done => Of(OutcomeOf(done)) with { Content = done.Content ?? Text, MessageId = IdOf(done), Usage = done.Usage },
        ChatRequiresActionEvent asked => Of(new ChatOutcome.RequiresAction()) with { PendingToolCalls = asked.ToolCalls },
        ChatErrorEvent { Code: UnknownCode } => Of(new ChatOutcome.Unknown()),
        ChatErrorEvent error => Of(new ChatOutcome.Failed(error.Code, error.Detail)),
        _ => null,
    };

    private ChatResult Of(ChatOutcome outcome) =>
        new() { Redaction = redaction, Outcome = outcome, Content = Text, StreamedContent = Text, TurnId = TurnId, Tools = [.. _tools] };

    // The contract gives two signs: `ok`, and the id of the stored answer, which a turn that was stopped early does not have.
    public static ChatOutcome OutcomeOf(ChatDoneEvent done) => (done.Ok, IdOf(done), done.Content) switch
    {
        (true, not null, _) => new ChatOutcome.Answered(),
        (false, not null, _) => new ChatOutcome.Failed(null, null),
        (true, null, _) or (false, null, not null) => new ChatOutcome.Stopped(),
        _ => new ChatOutcome.Unknown(),
    };

    private static string? IdOf(ChatDoneEvent done) => string.IsNullOrWhiteSpace(done.MessageId) ? null : done.MessageId;

    private void Begin(string? id, Func<ChatToolActivity, ChatToolActivity> change)
    {
        var at = LastOf(id);
        // Some models number their calls anew in each round, so a call whose namesake has ended is another call.
        Change(_ended.Contains(at) ? -1 : at, id, change);
    }

    private void End(string? id, Func<ChatToolActivity, ChatToolActivity> change) => _ended.Add(Change(LastOf(id), id, change));

    private int LastOf(string? id) => id is null ? -1 : _tools.FindLastIndex(activity => activity.Id == id);

    private int Change(int at, string? id, Func<ChatToolActivity, ChatToolActivity> change)
    {
        if (at < 0)
        {
            at = _tools.Count;
            _tools.Add(new() { Id = id, TextPosition = _text.Length });
        }

        _tools[at] = change(_tools[at]);
        return at;
    }
}
