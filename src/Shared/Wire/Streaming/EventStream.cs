using System.Runtime.CompilerServices;
using System.Text.Json;
using Shared.Wire.Diagnostics;
using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>
/// One stream of events, opened by its first <c>MoveNextAsync</c> and enumerable once. It ends in good order only after its last event. If the
/// connection breaks, the stream is opened again if the server has announced that it can be; otherwise the caller gets an exception.
/// </summary>
internal sealed class EventStream<T> : IAsyncEnumerable<T> where T : class
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly WireHttp _http;
    private readonly EventSource<T> _source;
    private readonly StreamOpening _opening;
    private readonly Resumption<T>? _resumption;
    private readonly StreamPosition _position;
    private readonly EventIds _ids = new();
    private readonly ResumeAttempts _attempts;
    private readonly StreamFaults<T> _faults;
    private readonly CancellationToken _callerToken;
    private readonly string? _method;
    private StreamState _state = StreamState.NotOpened;
    private EventConnection? _connection;
    private int _enumerated;

    // Two facts about the server: whether it numbers its events, and whether it was silent for longer than a server with heartbeats may be.
    private bool _serverNumbers;
    private bool _serverWasSilent;

    // Whether events were delivered, and none of them had an id. Then nobody can tell the server where to go on, and what came would come a second time.
    private bool _lacksIds;
    private bool _hasIds;

    /// <param name="http">What sends the requests.</param>
    /// <param name="source">What the stream is.</param>
    /// <param name="callerToken">The token that was given to the method.</param>
    /// <param name="method">The public method; null if the stream is a part of another call, which gives it a trace.</param>
    public EventStream(WireHttp http, EventSource<T> source, CancellationToken callerToken, [CallerMemberName] string? method = null)
    {
        (_http, _source, _callerToken, _method) = (http, source, callerToken, method);
        (_opening, _resumption) = (source.Opening, source.Resumption);
        _position = new(_opening.Request.LastEventId);
        _attempts = new(http.Settings, _opening.Request.MayTake);
        _faults = new(http.Settings, source, _position);
    }

    /// <summary>The request that first opens the stream.</summary>
    public ApiRequest Request => _opening.Request;

    /// <summary>Gives the stream the trace of the call that it is a part of. Call it before the enumeration.</summary>
    public void ObserveWith(CallTrace? trace) => _source.ObserveWith(trace);

    /// <summary>Says that nobody keeps an event after the next one is asked for, so that an event may be used again. Call it before the enumeration.</summary>
    public void Lend() => _source.Lend();

    /// <summary>Keeps the key out of what is said about the events.</summary>
    public Redaction Redaction => _http.Settings.Redaction;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        _http.ThrowIfDisposed();
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
        {
            throw new InvalidOperationException(
                _http.Settings.Redaction.Message(
                    $"This {_source.Name} stream was enumerated already: it stands for one call, {_opening.Request}. Call the method again for another."));
        }

        return new TwoTokenSequence<T>(Begin, _callerToken).GetAsyncEnumerator(cancellationToken);
    }

    private IAsyncEnumerator<T> Begin(CancellationToken cancellationToken)
    {
        var events = EnumerateAsync(cancellationToken);
        return _method is not null && _http.Observer.IsNeeded
            ? new ObservedEnumerator<T>(events, BeginTrace, cancellationToken)
            : events;
    }

    private CallTrace BeginTrace()
    {
        var trace = _http.Begin(_method!, _opening.Request);
        _source.ObserveWith(trace);
        return trace;
    }

    private async IAsyncEnumerator<T> EnumerateAsync(CancellationToken cancellationToken)
    {
        // The source is disposed last, even if the rest of the cleanup fails.
        using var held = _source;
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            foreach (var needed in _opening.Requires)
            {
                await _http.RequireAsync(needed.Addition, needed.Purpose, needed.Probe, cancellationToken).ConfigureAwait(false);
            }

            while (true)
            {
                // An event that is already here takes no asynchronous call.
                var item = TakeBuffered(out var fault);
                if (item is null && fault is null)
                {
                    (item, fault) = await NextAsync(cancellationToken).ConfigureAwait(false);
                }

                if (fault is null)
                {
                    _source.Observe(item!);
                    yield return item!;
                    if (_state == StreamState.Ended)
                    {
                        yield break;
                    }

                    // After a cancellation no event is delivered, even if it is in the buffer.
                    cancellationToken.ThrowIfCancellationRequested();
                }
                else if (!await MendAsync(fault, cancellationToken).ConfigureAwait(false))
                {
                    _state = StreamState.Lost;
                    throw fault.Exception;
                }
            }
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
            if (_state is not (StreamState.Ended or StreamState.Lost) && !_opening.NothingWasDone)
            {
                await StopAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The next event, or the fault that came instead.</summary>
    private async ValueTask<(T? Item, StreamFault? Fault)> NextAsync(CancellationToken cancellationToken)
    {
        if (_connection is null && await TryOpenAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return (null, refusal);
        }

        var reader = _connection!.Reader;
        while (true)
        {
            _source.Rest();
            if (await TryReadAsync(reader, cancellationToken).ConfigureAwait(false) is { } broken)
            {
                return (null, broken);
            }

            var item = Take(reader, out var fault);
            if (item is not null || fault is not null)
            {
                if (item is not null)
                {
                    _source.Trace?.HasEvent();
                }

                return (item, fault);
            }
        }
    }

    /// <summary>The next event if all of it is in the buffer; otherwise null, or the fault that came instead.</summary>
    private T? TakeBuffered(out StreamFault? fault)
    {
        T? item = null;
        fault = null;
        while (item is null && fault is null && _connection is { Reader: var reader } && reader.TryRead())
        {
            item = Take(reader, out fault);
        }

        return item;
    }

    /// <summary>The event that was just read; null if it was there before, or if it shows a fault.</summary>
    private T? Take(SseReader reader, out StreamFault? fault)
    {
        fault = null;
        var item = Decode(reader, out var isLast);
        if (_resumption?.Gap(item) is { } gap)
        {
            fault = _faults.OfReading(_connection!, StreamBreak.Gap, gap);
            return null;
        }

        var step = _serverNumbers && reader.HasId ? _position.Compare(reader.LastEventId) : StreamStep.Next;
        if (step != StreamStep.Next)
        {
            fault = step == StreamStep.Missing ? _faults.OfReading(_connection!, StreamBreak.EventsMissing, "events are missing before the latest") : null;
            return null;
        }

        _hasIds |= reader is { HasId: true, LastEventId.IsEmpty: false };
        _lacksIds = !_hasIds;
        _position.MoveTo(reader.LastEventId);
        _attempts.Progressed();
        _state = isLast ? StreamState.Ended : StreamState.Open;
        if (isLast)
        {
            _source.Trace?.IsComplete();
        }

        return item;
    }

    private async ValueTask<StreamFault?> TryOpenAsync(CancellationToken cancellationToken)
    {
        _source.Trace?.Enter();
        // The stream counts its own attempts to open it again. If the pipeline repeated the request too, the attempts would multiply.
        var request = _state == StreamState.NotOpened ? _opening.Request : _resumption!.Reopen(_position.LastEventId) with { Retry = RetryRule.Never };
        try
        {
            _connection = await _opening.SendAsync(
                request with { MayTake = _opening.Request.MayTake, BrokeItsPromise = _serverWasSilent, Trace = _source.Trace }, cancellationToken).ConfigureAwait(false);
            _serverNumbers |= _resumption is not null && _http.Announces(_resumption.Addition);
            _state = StreamState.Open;
            return null;
        }
        catch (WireException e) when (!_opening.NothingWasDone)
        {
            _serverWasSilent |= e is WireTimeoutException { Budget: WireTimeoutBudget.Response };
            return _faults.OfOpening(_state, e);
        }
    }

    private async ValueTask<StreamFault?> TryReadAsync(SseReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? null
                : cancellationToken.IsCancellationRequested ? throw new OperationCanceledException(cancellationToken)
                : _faults.OfReading(_connection!, StreamBreak.Cut, "the connection was closed");
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(_http.Settings.Redaction.Message($"The {_source.Name} stream of {_opening.Request} was cancelled."), _http.Settings.Redaction.Cause(e), cancellationToken);
        }
        catch (TimeoutException e)
        {
            _serverWasSilent = true;
            return _faults.OfSilence(_connection!, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return _faults.OfReading(_connection!, StreamBreak.Cut, _http.Settings.Redaction.Message($"the connection broke ({e.Message})"), e);
        }
    }

    private T Decode(SseReader reader, out bool isLast)
    {
        try
        {
            var item = _source.Read(reader.EventType, reader.Data, out isLast);
            if (_resumption is not null && reader is { HasId: true, LastEventId.IsEmpty: false })
            {
                _resumption.Number(item, _ids.Of(reader.LastEventId));
            }

            return item;
        }
        // Well-formed JSON may hold half a character, which a string can't hold.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw _faults.OfEvent(reader, e);
        }
    }

    private async Task<bool> MendAsync(StreamFault fault, CancellationToken cancellationToken)
    {
        _source.Trace?.Enter();
        var retry = _connection?.Reader.Retry;
        await CloseAsync().ConfigureAwait(false);
        _state = ResumeRules.After(_state, fault.Verdict);
        if (fault.What == StreamBreak.Silent && !_opening.Acts && !_http.PromisesHeartbeats)
        {
            // Nobody said how long a stream that only reads may be quiet, and the server promises no heartbeats. As long as the server opens the
            // stream again, it is alive.
            _attempts.Progressed();
        }

        if (!ResumeRules.MayMend(fault.Verdict)
            || _resumption is null
            || _lacksIds
            || !_attempts.HasAttemptLeft(fault.RetryAfter)
            || !await _http.AnnouncesAsync(_resumption.Needs, _resumption.Probe, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        _source.Trace?.Resumes(TelemetryNames.SnakeCase($"{fault.What}"));
        await _attempts.PauseAsync(retry, fault.RetryAfter, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is not null)
        {
            _faults.Closed(_connection);
            _source.Trace?.Received(_connection.BytesReceived);
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = null;
        }
    }

    /// <summary>Stops what the stream is about, because the caller has left. A failure is ignored: the caller gets the reason for leaving either way.</summary>
    private async Task StopAsync()
    {
        _source.Trace?.Enter();
        using var limit = new CancellationTokenSource(StopLimit, _http.Settings.TimeProvider);
        try
        {
            await (_resumption?.StopAsync(_http, _source.Trace, limit.Token) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception e) when (e is WireException or OperationCanceledException or ObjectDisposedException)
        {
            // The service notices the closed connection as well, only later.
            _source.Trace?.CouldNotStop(e);
        }
    }
}
