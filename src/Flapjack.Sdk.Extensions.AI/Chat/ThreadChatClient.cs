using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Flapjack.Sdk.Extensions.AI.Chat;

/// <summary>A thread as a chat client.</summary>
internal sealed class ThreadChatClient(FlapjackClient client, string threadId, FlapjackChatClientOptions settings) : IChatClient
{
    private static readonly ChatClientMetadata Metadata = new("flapjack");

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = new AnswerUpdates(client, Thread(options));
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in Stream(answer, messages, options, cancellationToken).ConfigureAwait(false))
        {
            updates.Add(update);
        }

        return answer.Complete(updates.ToChatResponse());
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Stream(new AnswerUpdates(client, Thread(options)), messages, options, cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? Metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(client) ? client
            : null;
    }

    /// <summary>Does nothing: the Flapjack client belongs to the caller.</summary>
    public void Dispose()
    {
    }

    /// <summary>The arguments are checked here, at the call; the message is sent with the first <c>MoveNextAsync</c>.</summary>
    private IAsyncEnumerable<ChatResponseUpdate> Stream(
        AnswerUpdates answer, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var sent = NewMessages.Of(messages);
        var how = MessageOptions.Of(options, settings, this);
        var events = sent.Results.Count > 0
            ? client.SubmitToolResultsAsync(answer.ThreadId, sent.Results, how with { IdempotencyKey = null }, cancellationToken)
            : client.SendMessageAsync(answer.ThreadId, sent.Content, how, cancellationToken);
        return ReadAsync(answer, how, events, cancellationToken);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        AnswerUpdates answer, SendMessageOptions how, IAsyncEnumerable<ChatEvent> events, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        answer.Begin(how);
        await foreach (var item in events.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var update in answer.Next(item))
            {
                yield return update;
            }
        }

        if (answer.Last() is { } last)
        {
            yield return last;
        }

        answer.EnsureAnswered();
    }

    private string Thread(ChatOptions? options) => string.IsNullOrWhiteSpace(options?.ConversationId) ? threadId : options.ConversationId;
}
