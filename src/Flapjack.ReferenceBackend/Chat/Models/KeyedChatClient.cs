using System.Runtime.CompilerServices;
using Flapjack.ReferenceBackend.Usage;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Models;

/// <summary>
/// Asks a model with a user's key: makes a client for the call, and disposes of it when the call has ended, also if its turn was stopped before. What the
/// client says of a failure reaches nobody before the key is taken out.
/// </summary>
/// <param name="create">Makes the client.</param>
/// <param name="key">The key.</param>
internal sealed class KeyedChatClient(Func<ModelKey, IChatClient> create, ModelKey key) : IChatClient
{
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var client = Create();
        try
        {
            return await client.GetResponseAsync(messages, Told(client, options), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            throw new KeyRedaction(key).Of(e);
        }
        finally
        {
            await EndAsync(client).ConfigureAwait(false);
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var client = Create();
        IAsyncEnumerator<ChatResponseUpdate>? updates = null;
        try
        {
            while (true)
            {
                try
                {
                    updates ??= client.GetStreamingResponseAsync(messages, Told(client, options), cancellationToken).GetAsyncEnumerator(cancellationToken);
                    if (!await updates.MoveNextAsync().ConfigureAwait(false))
                    {
                        break;
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    throw new KeyRedaction(key).Of(e);
                }

                yield return WithoutKey(updates.Current);
            }
        }
        finally
        {
            await EndAsync(updates).ConfigureAwait(false);
            await EndAsync(client).ConfigureAwait(false);
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    /// <summary>Does nothing: each call disposes of its client.</summary>
    public void Dispose()
    {
    }

    private IChatClient Create()
    {
        try
        {
            return create(key) ?? throw new ChatModelException(ModelFailure.Code, "The option ChatModelOfKey returned no client.");
        }
        catch (Exception e)
        {
            throw new KeyRedaction(key).Of(e);
        }
    }

    private ChatOptions? Told(IChatClient client, ChatOptions? options) =>
        options is not null && ChatModels.IsScripted(client) ? ChatModels.Told(options.Clone(), key.Model, KeySource.Byok) : options;

    // A failure that comes as content is told as a failure, too.
    private ChatResponseUpdate WithoutKey(ChatResponseUpdate update) =>
        update.Contents.Any(content => content is ErrorContent)
            ? new(update.Role, [.. update.Contents.Select(content => content is ErrorContent error ? WithoutKey(error) : content)])
            : update;

    private ErrorContent WithoutKey(ErrorContent error)
    {
        var redaction = new KeyRedaction(key);
        return new(redaction.Of(error.Message)) { ErrorCode = error.ErrorCode is null ? null : redaction.Of(error.ErrorCode) };
    }

    // An answer that is there must not become a failure because its client can't be disposed of; and a failure must not be replaced by another.
    private static async ValueTask EndAsync(object? part)
    {
        try
        {
            switch (part)
            {
                case IAsyncDisposable ended:
                    await ended.DisposeAsync().ConfigureAwait(false);
                    break;
                case IDisposable ended:
                    ended.Dispose();
                    break;
            }
        }
        catch (Exception)
        {
            // Its message may hold the key.
        }
    }
}
