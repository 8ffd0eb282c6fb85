namespace Flapjack.Sdk;

/// <summary>An answer while it comes.</summary>
internal sealed class ChatAnswer(int key)
{
    private const string UnknownOutcome = "TURN_OUTCOME_UNKNOWN";

    private readonly GrowingText _text = new();
    private readonly List<ChatToolActivity> _tools = [];
    private IReadOnlyList<ChatToolActivity>? _toolsNow;
    private string? _messageId;
    private ChatUsage? _usage;

    /// <summary>How the events say that the turn ended; null as long as they do not.</summary>
    public ChatOutcome? Outcome { get; private set; }

    /// <summary>Takes an event; returns whether it has changed the answer.</summary>
    public bool Take(ChatEvent item)
    {
        switch (item)
        {
            case ChatTokenEvent token:
                _text.Append(token.Delta);
                return token.Delta.Length > 0;
            case ChatToolCallEvent { Tool: { } call }:
                Called(call, isClientTool: false);
                return true;
            case ChatToolExecutingEvent executing:
                return Executing(executing.ToolName);
            case ChatToolResultEvent result:
                Ended(result.ToolCallId, result.ToolName, tool => tool with { Result = result.Result });
                return true;
            case ChatRequiresActionEvent action:
                Outcome = new ChatOutcome.RequiresAction();
                foreach (var call in action.ToolCalls)
                {
                    Called(call, isClientTool: true);
                }

                return true;
            case ChatClientToolEvent own:
                Outcome = null;
                Ended(own.Call.Id, own.Call.Name, tool => tool with { Result = own.Result, Failure = own.Failure, IsClientTool = true });
                return true;
            case ChatMetaEvent:
                // The turn goes on with the results of the caller's tools.
                Outcome = null;
                return false;
            case ChatDoneEvent done:
                Done(done);
                return true;
            case ChatErrorEvent error:
                Outcome = error.Code == UnknownOutcome ? new ChatOutcome.Unknown() : new ChatOutcome.Failed(error.Code, error.Detail);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The answer as it is now. While the turn runs it has no outcome, whatever the latest event said.</summary>
    public ChatSessionMessage Now(ChatOutcome? outcome = null, Exception? exception = null) => new()
    {
        Key = key,
        Role = ChatSessionRole.Assistant,
        Text = _text.Now(),
        Tools = _toolsNow ??= Array.AsReadOnly([.. _tools]),
        Outcome = outcome,
        Exception = exception,
        MessageId = outcome is ChatOutcome.Answered ? _messageId : null,
        Usage = _usage,
    };

    private void Done(ChatDoneEvent done)
    {
        (_messageId, _usage) = (done.MessageId, done.Usage);
        Outcome = done switch
        {
            { MessageId: null } => new ChatOutcome.Stopped(),
            { Ok: true } => new ChatOutcome.Answered(),
            _ => new ChatOutcome.Unknown(),
        };
        // The text that was shown stays, because what the service stores may lack what the agent said before it called a tool.
        if (_text.Length == 0 && done.Content is { } content)
        {
            _text.Append(content);
        }
    }

    private void Called(ToolCall call, bool isClientTool)
    {
        var index = call.Id is null ? -1 : _tools.FindIndex(tool => tool.Id == call.Id);
        var tool = new ChatToolActivity { Id = call.Id, Name = call.Name, Arguments = call.Arguments, IsClientTool = isClientTool };
        Put(index, tool);
    }

    /// <summary>The event has the tool's name only, and mostly follows the call that has the name too.</summary>
    private bool Executing(string? name)
    {
        if (_tools.Exists(tool => tool.Name == name && tool.Result is null))
        {
            return false;
        }

        Put(-1, new() { Name = name });
        return true;
    }

    private void Ended(string? id, string? name, Func<ChatToolActivity, ChatToolActivity> change)
    {
        var index = id is null ? -1 : _tools.FindIndex(tool => tool.Id == id);
        index = index >= 0 ? index : _tools.FindIndex(tool => tool.Id is null && tool.Name == name && tool.Result is null);
        var tool = index >= 0 ? _tools[index] : new ChatToolActivity { Name = name };
        Put(index, change(tool with { Id = tool.Id ?? id }));
    }

    private void Put(int index, ChatToolActivity tool)
    {
        if (index < 0)
        {
            _tools.Add(tool);
        }
        else
        {
            _tools[index] = tool;
        }

        _toolsNow = null;
    }
}
