namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Sends a message to the agent of a thread and streams its answer as it comes.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="content">What the user says. Not blank.</param>
    /// <param name="options">Tools of yours, what the message changes of the agent's configuration, and limits; null for none.</param>
    /// <param name="cancellationToken">
    /// Ends the enumeration with an <see cref="OperationCanceledException"/>, cancels the tools that run in this process, and stops the turn; leaving
    /// the loop early does the same, unless <see cref="SendMessageOptions.DetachTimeout"/> is set. Nothing that was still buffered is delivered.
    /// </param>
    /// <returns>
    /// The events. The last is <see cref="ChatDoneEvent"/>, <see cref="ChatErrorEvent"/> or a <see cref="ChatRequiresActionEvent"/> that nobody
    /// answered. The message is sent with the first <c>MoveNextAsync</c>; the sequence is enumerable once.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is empty or out of its range; the message names it. Nothing was sent.</exception>
    /// <exception cref="ChatTurnRunningException">While enumerating: the agent still answers another message of the thread. This one was not taken.</exception>
    /// <exception cref="FlapjackNotAnnouncedException">
    /// While enumerating: <see cref="SendMessageOptions.IdempotencyKey"/> or <see cref="SendMessageOptions.DetachTimeout"/> is set, and the server has
    /// not announced that it knows of it. Nothing was sent.
    /// </exception>
    /// <exception cref="FlapjackStreamInterruptedException">While enumerating: the stream ended without its last event; what became of the turn is unknown.</exception>
    /// <exception cref="FlapjackException">While enumerating: the call failed in another way. <see cref="FlapjackException.AnswerSoFar"/> has the text until then.</exception>
    /// <remarks>
    /// <c>POST /api/threads/{threadId}/messages</c>. It is sent a second time only if the message provably never arrived, or if this server has
    /// announced that a repeat is the same message; there a broken stream is picked up where it broke. A turn that fails is no exception here:
    /// its last event is a <see cref="ChatErrorEvent"/>.
    /// </remarks>
    public virtual IAsyncEnumerable<ChatEvent> SendMessageAsync(
        string threadId, string content, SendMessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ChatCall.Of(threadId, options);
        return new ChatRun(Http, call, ChatRequestBody.Of(content, call.Options), cancellationToken);
    }

    /// <summary>Sends the results of tools of yours to the agent that called them, and streams how its turn goes on.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="results">The results of all calls of the latest <see cref="ChatRequiresActionEvent"/>, in their order.</param>
    /// <param name="options">
    /// As for the message: the tools and overrides have to be given again. Only <see cref="SendMessageOptions.IdempotencyKey"/> must be another, or
    /// null. Null for no options.
    /// </param>
    /// <param name="cancellationToken">As for <see cref="SendMessageAsync"/>.</param>
    /// <returns>The events, as those of <see cref="SendMessageAsync"/>.</returns>
    /// <exception cref="ArgumentException">An argument is empty or out of its range; the message names it. Nothing was sent.</exception>
    /// <exception cref="FlapjackValidationException">While enumerating: the agent waits for no results, for others, or for more.</exception>
    /// <exception cref="FlapjackException">While enumerating: the call failed in another way, as for <see cref="SendMessageAsync"/>.</exception>
    /// <remarks>
    /// <c>POST /api/threads/{threadId}/messages</c> with <c>toolResults</c>. Needed if a tool has no delegate, and after an exception on the way to the
    /// agent: the tools have run then, and each <see cref="ChatClientToolEvent"/> has the result that the agent may not have got.
    /// </remarks>
    public virtual IAsyncEnumerable<ChatEvent> SubmitToolResultsAsync(
        string threadId, IReadOnlyList<ToolResult> results, SendMessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = ChatCall.Of(threadId, options);
        return new ChatRun(Http, call, ChatRequestBody.Of(results, call.Options), cancellationToken);
    }

    /// <summary>Sends a message to the agent of a thread and collects its answer.</summary>
    /// <param name="threadId">The thread's id, a UUID.</param>
    /// <param name="content">What the user says. Not blank.</param>
    /// <param name="options">As for <see cref="SendMessageAsync"/>.</param>
    /// <param name="cancellationToken">Ends the call and stops the turn, unless <see cref="SendMessageOptions.DetachTimeout"/> is set.</param>
    /// <returns>How the turn ended, with its text. A failed turn is a result too: call <see cref="ChatResult.EnsureAnswered"/>.</returns>
    /// <exception cref="ArgumentException">An argument is empty or out of its range; the message names it. Nothing was sent.</exception>
    /// <exception cref="ChatTurnRunningException">The agent still answers another message of the thread. This one was not taken.</exception>
    /// <exception cref="FlapjackStreamInterruptedException">The stream ended without its last event; what became of the turn is unknown.</exception>
    /// <exception cref="FlapjackException">The call failed in another way. <see cref="FlapjackException.AnswerSoFar"/> has the text until then.</exception>
    /// <remarks><c>POST /api/threads/{threadId}/messages</c></remarks>
    public virtual Task<ChatResult> RunMessageAsync(
        string threadId, string content, SendMessageOptions? options = null, CancellationToken cancellationToken = default)
    {
        var events = SendMessageAsync(threadId, content, options, cancellationToken);
        return Collect();

        async Task<ChatResult> Collect()
        {
            var redaction = Redaction;
            var collected = new ChatCollector(redaction);
            await foreach (var item in events.ConfigureAwait(false))
            {
                collected.Add(item);
            }

            // The client's own stream throws when it ends early, but the stream of a mock may not.
            return collected.Result() ?? throw new FlapjackStreamInterruptedException(redaction.Message($"The events of the message to thread {threadId} ended without done, error or requires_action."))
            {
                TurnId = redaction.Of(collected.TurnId),
                AnswerSoFar = redaction.Of(collected.Text),
            };
        }
    }
}
