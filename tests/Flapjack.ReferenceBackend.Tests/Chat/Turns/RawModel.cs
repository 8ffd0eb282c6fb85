using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>A model that says exactly these tokens, whatever they are, and makes these calls once in a conversation.</summary>
internal sealed class RawModel(IReadOnlyList<string> tokens, params IReadOnlyList<FunctionCallContent> calls) : IChatClient
{
    private readonly ConcurrentQueue<IReadOnlyList<ChatMessage>> _told = new();

    public IReadOnlyList<IReadOnlyList<ChatMessage>> Told => [.. _told];

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _told.Enqueue([.. messages]);
        await Task.Yield();
        foreach (var token in tokens)
        {
            yield return new(ChatRole.Assistant, token);
        }

        if (calls.Count > 0 && !_told.Last().Any(message => message.Role == ChatRole.Tool))
        {
            yield return new(ChatRole.Assistant, [.. calls]);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
