using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Shared.Wire.Diagnostics;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace Flapjack.Sdk;

/// <summary>
/// One message and all that follows from it: its turn and, as long as tools of the caller answer each <c>requires_action</c>, the turns that go on with
/// their results. Enumerable once.
/// </summary>
internal sealed class ChatRun : IAsyncEnumerable<ChatEvent>
{
    // A StringBuilder of this size costs 2 MiB. No model writes so long an answer.
    private const int KeptCharacters = 1_048_576;

    private readonly WireHttp _http;
    private readonly ChatCall _call;
    private readonly ChatRequestBody _first;
    private readonly EventStream<ChatEvent> _firstTurn;
    private readonly CancellationToken _callerToken;
    private readonly string _method;
    private ChatTelemetry? _telemetry;

    /// <param name="http">What sends the requests.</param>
    /// <param name="call">To whom the message goes, and how.</param>
    /// <param name="first">What the first turn sends.</param>
    /// <param name="callerToken">The token that was given to the method.</param>
    /// <param name="method">The public method.</param>
    public ChatRun(WireHttp http, ChatCall call, ChatRequestBody first, CancellationToken callerToken, [CallerMemberName] string method = "")
    {
        (_http, _call, _first, _callerToken, _method) = (http, call, first, callerToken, method);
        // The body is checked here, at the call of the public method.
        _firstTurn = Turn(first, 0);
    }

    public IAsyncEnumerator<ChatEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new TwoTokenSequence<ChatEvent>(Begin, _callerToken).GetAsyncEnumerator(cancellationToken);

    private IAsyncEnumerator<ChatEvent> Begin(CancellationToken cancellationToken)
    {
        var events = EnumerateAsync(_firstTurn.GetAsyncEnumerator(cancellationToken), cancellationToken);
        return _http.Observer.IsNeeded ? new ObservedEnumerator<ChatEvent>(events, BeginTrace, cancellationToken) : events;
    }

    private CallTrace BeginTrace()
    {
        var trace = _http.Begin(_method, _firstTurn.Request);
        _telemetry = new(trace);
        _telemetry.Begins(_call, _first);
        _firstTurn.ObserveWith(trace);
        return trace;
    }

    private async IAsyncEnumerator<ChatEvent> EnumerateAsync(IAsyncEnumerator<ChatEvent> firstTurn, CancellationToken cancellationToken)
    {
        var text = new ChatText(KeptCharacters);
        var tools = new ClientTools(_call.Options, _http.Settings);
        var turn = firstTurn;
        for (var round = 1; ; round++)
        {
            ChatEvent? last = null;
            await using (var current = turn.ConfigureAwait(false))
            {
                while (await MoveAsync(turn, text).ConfigureAwait(false))
                {
                    last = turn.Current;
                    text.Add(last);
                    _telemetry?.Observe(last);
                    yield return last;
                }
            }

            if (last is not ChatRequiresActionEvent { ToolCalls: var calls } || !tools.CanAnswer(calls) || IsLast(round))
            {
                yield break;
            }

            cancellationToken.ThrowIfCancellationRequested();
            _telemetry?.GoesOn();
            var answers = new ClientToolRound(tools, calls, _call.Options, _telemetry, cancellationToken);
            await using (var current = answers.ConfigureAwait(false))
            {
                await foreach (var ended in answers.Ended(cancellationToken).ConfigureAwait(false))
                {
                    yield return ended;
                }

                cancellationToken.ThrowIfCancellationRequested();
            }

            var next = Turn(_first.Answering(answers.Results), round);
            next.ObserveWith(_telemetry?.Trace);
            turn = next.GetAsyncEnumerator(cancellationToken);
        }
    }

    /// <summary>Whether the client has answered calls as often as it may. Then the calls of the latest turn are left to the caller.</summary>
    private bool IsLast(int round)
    {
        var most = _call.Options.MaxToolRounds;
        if (round <= most)
        {
            return false;
        }

        ChatToolLog.Exhausted(_call.Options.Logger ?? NullLogger.Instance, most);
        return true;
    }

    private EventStream<ChatEvent> Turn(ChatRequestBody body, int round)
    {
        var request = ChatRequests.Begin(_call.ThreadId, body, _call.Options, round, _http.Settings);
        return new(_http, ChatSource.Of(_http, _call.ThreadId, request, _call.Options), CancellationToken.None, method: null);
    }

    private async ValueTask<bool> MoveAsync(IAsyncEnumerator<ChatEvent> turn, ChatText text)
    {
        try
        {
            return await turn.MoveNextAsync().ConfigureAwait(false);
        }
        catch (FlapjackException e)
        {
            e.AnswerSoFar = _http.Settings.Redaction.Of(text.ToString());
            (e as FlapjackStreamInterruptedException)?.TellTurn();
            throw;
        }
    }
}
