using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Credentials;

/// <summary>A client that was made for one key: it answers as the test wants, and knows whether it was disposed of.</summary>
internal sealed class KeyedClient(ModelKey key, Func<CancellationToken, IAsyncEnumerable<AIContent>> answer) : IChatClient
{
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ModelKey Key => key;

    public Task Disposed => _disposed.Task;

    public static KeyedClient Saying(ModelKey key, string text) => new(key, _ => One(new TextContent(text)));

    public static KeyedClient Throwing(ModelKey key, Exception failure) => new(key, _ => Fail(failure));

    public static async IAsyncEnumerable<AIContent> One(AIContent content)
    {
        await Task.Yield();
        yield return content;
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _disposed.Task.IsCompleted.Should().BeFalse("a client is used for one call");
        await foreach (var content in answer(cancellationToken))
        {
            yield return new(ChatRole.Assistant, [content]);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() => _disposed.TrySetResult();

    private static async IAsyncEnumerable<AIContent> Fail(Exception failure)
    {
        await Task.Yield();
        throw failure;
#pragma warning disable CS0162 // Without a yield the method would be no iterator.
        yield break;
#pragma warning restore CS0162
    }
}
