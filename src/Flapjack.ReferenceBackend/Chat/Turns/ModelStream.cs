using Flapjack.ReferenceBackend.Chat.Models;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>Asks a model once, and passes on what it says while it says it.</summary>
internal sealed class ModelStream(ChatFrames frames, Stragglers stragglers)
{
    /// <summary>Reads an answer to its end.</summary>
    /// <param name="model">The model.</param>
    /// <param name="messages">What the model is told.</param>
    /// <param name="options">The tools, and how to answer.</param>
    /// <param name="answer">Gets what comes, so that it is there also if the model fails later.</param>
    /// <param name="stop">Ends the reading at once, also if the model ignores it.</param>
    public async Task ReadAsync(IChatClient model, IReadOnlyList<ChatMessage> messages, ChatOptions options, ModelAnswer answer, CancellationToken stop)
    {
        var updates = model.GetStreamingResponseAsync(messages, options, stop).GetAsyncEnumerator(stop);
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                stop.ThrowIfCancellationRequested();
                var moved = updates.MoveNextAsync();
                // A model that is asked for a task for each token costs more than one that has tokens ready.
                next = moved.IsCompletedSuccessfully ? null : moved.AsTask();
                if (!(next is null ? moved.Result : await next.WaitAsync(stop).ConfigureAwait(false)))
                {
                    return;
                }

                foreach (var content in updates.Current.Contents)
                {
                    Take(content, answer);
                }

                await frames.WaitForRoomAsync(stop).ConfigureAwait(false);
            }
        }
        finally
        {
            var ended = EndAsync(updates, next);
            if (stop.IsCancellationRequested)
            {
                stragglers.Take(ended);
            }
            else
            {
                await ended.ConfigureAwait(false);
            }
        }
    }

    private static async Task EndAsync(IAsyncEnumerator<ChatResponseUpdate> updates, Task<bool>? next)
    {
        // An enumerator must not be disposed of while it moves.
        await (next ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await updates.DisposeAsync().ConfigureAwait(false);
    }

    // Neither the trace nor the store could write such arguments. Without them the call is told to the model as a call that went wrong.
    private static FunctionCallContent Writable(FunctionCallContent call) => StoredToolCall.Of(call.CallId, call).ParseArguments() is not null
        ? call
        : new(call.CallId, call.Name) { Exception = call.Exception ?? new FormatException("The arguments are no JSON object that can be written.") };

    private void Take(AIContent content, ModelAnswer answer)
    {
        switch (content)
        {
            case TextContent { Text: { Length: > 0 } text }:
                answer.HasBegun = true;
                if (answer.Add(text) is { Length: > 0 } whole)
                {
                    frames.Token(whole);
                }

                break;
            case FunctionCallContent { InformationalOnly: false } call:
                answer.HasBegun = true;
                answer.Calls.Add(Writable(call));
                break;
            case UsageContent usage:
                answer.Usage += TurnUsage.Of(usage.Details);
                break;
            case ErrorContent error:
                throw new ChatModelException(error.ErrorCode is { Length: > 0 } code ? code : ModelFailure.Code, error.Message);
            case ChatEventContent emitted:
                answer.HasBegun = true;
                frames.Emitted(emitted.Event);
                break;
        }
    }
}
