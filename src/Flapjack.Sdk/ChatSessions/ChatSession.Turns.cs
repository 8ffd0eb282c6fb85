namespace Flapjack.Sdk;

// How a message becomes a turn, and a turn an answer.
public sealed partial class ChatSession
{
    private Task<ChatSessionMessage> BeginTurn(
        ChatSessionMessage message, string content, SendMessageOptions? options, CancellationToken cancellationToken)
    {
        // Now, because the caller may change PlanMode for the message after this one.
        var sent = PlanMode ? WithPlan(options ?? Options) : options ?? Options;
        Task<ChatSessionMessage> running;
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (cancellationToken.IsCancellationRequested)
            {
                return Task.FromCanceled<ChatSessionMessage>(cancellationToken);
            }

            if (_turn is not null)
            {
                throw new InvalidOperationException("The agent still answers the message before. Wait until IsStreaming is false, or call StopAsync, and send this message again.");
            }

            var turn = _turn = new(_client, _client.Clock, Options.StopTimeout, _ended.Token, cancellationToken);
            _state.BeginTurn(message);
            // Not on the caller's thread: events that are there already would be handled one after another, and a window would stand still.
            _running = running = Task.Run(() => RunAsync(turn, content, sent, cancellationToken), CancellationToken.None);
        }

        _changes.Changed();
        return running;
    }

    private async Task<ChatSessionMessage> RunAsync(ChatTurn turn, string content, SendMessageOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await turn.RunAsync(GetThreadAsync, content, options, Take).ConfigureAwait(false);
            return End(turn, _state.Outcome, null);
        }
        catch (OperationCanceledException) when (turn.IsCancelled)
        {
            // The last event may have come in the same moment.
            var outcome = _state.Outcome is var ended and (ChatOutcome.Answered or ChatOutcome.Failed) ? ended : new ChatOutcome.Stopped();
            var answer = End(turn, outcome, null);
            cancellationToken.ThrowIfCancellationRequested();
            return answer;
        }
        catch (FlapjackException e)
        {
            return End(turn, ChatFailures.OutcomeOf(e, turn.Phase), e);
        }
        catch (Exception e)
        {
            // A fault of the caller, such as an option that is out of its range: the caller's task throws it, and the answer shows it.
            End(turn, turn.Phase == ChatTurnPhase.Answering ? new ChatOutcome.Unknown() : new ChatOutcome.Failed(null, e.Message), e);
            throw;
        }
    }

    private async Task<string> GetThreadAsync(CancellationToken cancellationToken)
    {
        if (ThreadId is { } known)
        {
            return known;
        }

        var request = new CreateThreadRequest { AgentId = AgentId };
        var thread = await _client.CreateThreadAsync(Options.ConfigureThread?.Invoke(request) ?? request, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(thread.Id))
        {
            throw new FlapjackProtocolException("The service has made a thread and did not tell its id, so the message was not sent.");
        }

        Change(state => state with { ThreadId = thread.Id });
        return thread.Id;
    }

    private void Take(ChatEvent item)
    {
        if (_state.Take(item) | Tell(item))
        {
            _changes.Changed();
        }

        if (item is ChatToolResultEvent result && PlanTools.Change(result.ToolName))
        {
            PlanChanged(result);
        }
    }

    private ChatSessionMessage End(ChatTurn turn, ChatOutcome outcome, Exception? exception)
    {
        ChatSessionMessage answer;
        lock (_lock)
        {
            // Together, so that whoever sees that no turn runs can send the next message.
            answer = _state.EndTurn(outcome, exception);
            _turn = null;
        }

        turn.Dispose();
        _changes.Changed();
        return answer;
    }

    private void Change(Func<ChatSessionSnapshot, ChatSessionSnapshot> change)
    {
        if (_state.Change(change))
        {
            _changes.Changed();
        }
    }
}
