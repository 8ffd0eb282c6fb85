using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Scripted;

/// <summary>A conversation with a model, without a backend: what the turns of a backend do with the model's answers.</summary>
internal sealed class Conversation(IChatClient model, ChatOptions? options = null)
{
    private readonly List<ChatMessage> _messages = [];

    public IReadOnlyList<ChatMessage> Messages => _messages;

    /// <summary>The calls of the latest answer.</summary>
    public IReadOnlyList<FunctionCallContent> Calls { get; private set; } = [];

    /// <summary>The tokens of the latest answer, in and out.</summary>
    public (long? Input, long? Output) Usage { get; private set; }

    public Conversation Told(string systemText)
    {
        _messages.Insert(0, new(ChatRole.System, systemText));
        return this;
    }

    /// <summary>The user writes, and the model answers with the returned text.</summary>
    public Task<string> WriteAsync(string text)
    {
        _messages.Add(new(ChatRole.User, text));
        return AnswerAsync();
    }

    /// <summary>The tools answer the latest calls in their order, and the model goes on.</summary>
    public Task<string> ReturnAsync(params object?[] results)
    {
        _messages.AddRange(Calls.Zip(results, (call, result) => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result)])));
        return AnswerAsync();
    }

    public async Task<string> AnswerAsync()
    {
        var answer = await model.GetResponseAsync(_messages, options, Limit.Token);
        _messages.AddRange(answer.Messages);
        Calls = [.. answer.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>()];
        Usage = (answer.Usage?.InputTokenCount, answer.Usage?.OutputTokenCount);
        return answer.Text;
    }
}
