using System.Text;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Chat;

/// <summary>Makes updates of the events of one message.</summary>
/// <param name="client">Says what the events add up to.</param>
/// <param name="threadId">The thread that the message goes to.</param>
internal sealed class AnswerUpdates(FlapjackClient client, string threadId)
{
    private readonly List<ChatEvent> _events = [];
    private readonly StringBuilder _text = new();
    private HashSet<string> _callerTools = [];
    private ChatRequiresActionEvent? _asked;
    private ChatDoneEvent? _done;
    private ChatResult? _result;
    private string? _turnId;

    public string ThreadId => threadId;

    /// <summary>Tells which tools run in the process of the caller: their calls come with <c>requires_action</c>, even if a server tells of them before.</summary>
    public void Begin(SendMessageOptions options) => _callerTools = (options.Tools ?? []).Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);

    public IEnumerable<ChatResponseUpdate> Next(ChatEvent item)
    {
        _events.Add(item);
        if (_asked is { } answered)
        {
            // More events follow only if delegates of SendMessageOptions have answered the calls.
            _asked = null;
            yield return Update(answered, answered.ToolCalls.Select(call => CallOf(call, informational: true)));
        }

        switch (item)
        {
            case ChatMetaEvent meta:
                _turnId = meta.TurnId ?? _turnId;
                yield return Update(meta, []);
                break;
            case ChatTokenEvent token:
                _text.Append(token.Delta);
                yield return Update(token, [new TextContent(token.Delta)]);
                break;
            case ChatToolCallEvent { Tool: { } call } called when !_callerTools.Contains(call.Name ?? ""):
                yield return Update(called, [CallOf(call, informational: true)]);
                break;
            case ChatToolResultEvent ended:
                yield return Update(ended, [new FunctionResultContent(ended.ToolCallId ?? "", ended.Result)]);
                break;
            case ChatClientToolEvent ended:
                yield return Update(ended, [new FunctionResultContent(ended.Call.Id ?? "", ended.Result) { Exception = ended.Exception }]);
                break;
            case ChatRequiresActionEvent asked:
                _asked = asked;
                break;
            case ChatDoneEvent done:
                _done = done;
                break;
            case ChatErrorEvent:
                break;
            default:
                // Microsoft.Extensions.AI has no content for the rest. As a content without a type it also survives in a whole response.
                yield return Update(item, [new AIContent()]);
                break;
        }
    }

    /// <summary>The update behind the last event; null if the turn has failed.</summary>
    public ChatResponseUpdate? Last()
    {
        if (_asked is { } asked)
        {
            var update = Update(asked, asked.ToolCalls.Select(call => CallOf(call, informational: false)));
            update.FinishReason = ChatFinishReason.ToolCalls;
            return update;
        }

        if (_done is not { } done)
        {
            return null;
        }

        var last = Update(done, [.. MissingText(done), .. UsageOf(done)]);
        last.MessageId = string.IsNullOrWhiteSpace(done.MessageId) ? null : done.MessageId;
        last.FinishReason = Result.Outcome is ChatOutcome.Answered ? ChatFinishReason.Stop : null;
        return last;
    }

    /// <exception cref="ChatNotAnsweredException">The turn ended, and neither with an answer nor with calls of functions.</exception>
    public void EnsureAnswered()
    {
        if (Result.Outcome is not ChatOutcome.RequiresAction)
        {
            Result.EnsureAnswered();
        }
    }

    /// <summary>Gives the whole response the text that the service has stored, if it is another than what was streamed.</summary>
    public ChatResponse Complete(ChatResponse response)
    {
        response.RawRepresentation = Result;
        if (Result.Outcome is ChatOutcome.Answered && !response.Text.Contains(Result.Content, StringComparison.Ordinal))
        {
            var message = response.Messages[^1];
            message.Contents = [.. message.Contents.Where(content => content is not TextContent), new TextContent(Result.Content)];
        }

        return response;
    }

    private ChatResult Result => _result ??= ChatResult.Of(_events, client);

    private ChatResponseUpdate Update(ChatEvent item, IEnumerable<AIContent> contents)
    {
        AIContent[] all = [.. contents];
        foreach (var content in all)
        {
            content.RawRepresentation ??= item;
        }

        return new(ChatRole.Assistant, [.. all]) { ConversationId = threadId, ResponseId = _turnId, CreatedAt = (item as ChatMetaEvent)?.StartedAt, RawRepresentation = item };
    }

    private static FunctionCallContent CallOf(ToolCall call, bool informational)
    {
        var content = FunctionCallContent.CreateFromParsedArguments(call.Arguments, call.Id ?? "", call.Name ?? "", ClientFunction.ArgumentsOf);
        content.InformationalOnly = informational;
        content.RawRepresentation = call;
        return content;
    }

    /// <summary>What the service has stored and not streamed, if it goes on where the stream ended.</summary>
    private IEnumerable<TextContent> MissingText(ChatDoneEvent done)
    {
        var streamed = _text.ToString();
        if (done.Content is { } whole && whole.Length > streamed.Length && whole.StartsWith(streamed, StringComparison.Ordinal))
        {
            yield return new(whole[streamed.Length..]);
        }
    }

    private static IEnumerable<UsageContent> UsageOf(ChatDoneEvent done)
    {
        if (done.Usage is not { } usage)
        {
            yield break;
        }

        yield return new(new()
        {
            InputTokenCount = usage.InputTokens,
            OutputTokenCount = usage.OutputTokens,
            TotalTokenCount = usage.InputTokens + usage.OutputTokens,
            CachedInputTokenCount = usage.CacheReadTokens,
            AdditionalCounts = usage.CacheWriteTokens is { } written ? new() { ["cache_write_tokens"] = written } : null,
        });
    }
}
