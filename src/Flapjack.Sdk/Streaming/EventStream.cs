using System.Text;
using System.Text.Json;
using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>
/// One stream of events, opened by its first <c>MoveNextAsync</c> and enumerable once. It ends in good order only after its
/// terminal event; a break is mended where the server has announced that it can be, and is an exception everywhere else.
/// </summary>
internal sealed class EventStream<T>(FlapjackHttp http, EventSource<T> source, CancellationToken callerToken) : IAsyncEnumerable<T>
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(1);

    private readonly StreamRecovery<T> _recovery = new(http, source);
    private readonly StreamFaults<T> _faults = new(http, source);
    private EventConnection? _connection;
    private bool _numbered;
    private int _enumerated;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        http.ThrowIfDisposed();
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
        {
            throw new InvalidOperationException(
                http.Settings.Redaction.Message(
                    $"This {source.Name} stream was enumerated already: it stands for one call, {source.Call}. Call the method again for another."));
        }

        return new TwoTokenSequence<T>(EnumerateAsync, callerToken).GetAsyncEnumerator(cancellationToken);
    }

    private async IAsyncEnumerator<T> EnumerateAsync(CancellationToken cancellationToken)
    {
        // Last, whatever the rest of the tidying up comes to.
        using var held = source;
        cancellationToken.ThrowIfCancellationRequested();
        var somethingMayRun = true;
        try
        {
            await source.PrepareAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var (item, fault) = await NextAsync(cancellationToken).ConfigureAwait(false);
                if (fault is null)
                {
                    var ends = source.EndsStream(item!);
                    somethingMayRun = !ends;
                    source.Observe(item!);
                    yield return item!;
                    if (ends)
                    {
                        yield break;
                    }

                    // What lies in the buffer after a cancellation is not delivered.
                    cancellationToken.ThrowIfCancellationRequested();
                }
                else if (!await MendAsync(fault, cancellationToken).ConfigureAwait(false))
                {
                    somethingMayRun = false;
                    throw fault.Exception;
                }
            }
        }
        finally
        {
            await CloseAsync().ConfigureAwait(false);
            if (somethingMayRun && !source.NothingWasDone && source.Stop is { } stop)
            {
                await StopAsync(stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The next event, or what is in its way.</summary>
    private async ValueTask<(T? Item, StreamFault? Fault)> NextAsync(CancellationToken cancellationToken)
    {
        if (_connection is null && await TryOpenAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            return (default, refusal);
        }

        var reader = _connection!.Reader;
        while (true)
        {
            if (await TryReadAsync(reader, cancellationToken).ConfigureAwait(false) is { } broken)
            {
                return (default, broken);
            }

            var item = Decode(reader);
            if (reader is { HasId: true, LastEventId.IsEmpty: false })
            {
                source.Number(item, Encoding.UTF8.GetString(reader.LastEventId));
            }

            if (source.Gap(item) is { } gap)
            {
                return (default, _faults.Interrupted(_connection, gap, null) with { MayMend = false });
            }

            var step = _numbered && reader.HasId ? _faults.Position.Compare(reader.LastEventId) : StreamStep.Next;
            if (step == StreamStep.Next)
            {
                _faults.Position.MoveTo(reader.LastEventId);
                _recovery.Progressed();
                return (item, null);
            }

            if (step == StreamStep.Missing)
            {
                return (default, _faults.Interrupted(_connection, "events are missing before the latest", null));
            }
        }
    }

    private async ValueTask<StreamFault?> TryOpenAsync(CancellationToken cancellationToken)
    {
        var request = source.Open(_faults.Position.LastEventId) with { MayTake = source.MayTake, BrokeItsPromise = _faults.WasSilent };
        try
        {
            // What is opened again is counted here; were it repeated below as well, the attempts would multiply.
            _connection = await source.ConnectAsync(http, _faults.Begun ? request with { Retry = RetryRule.Never } : request, cancellationToken).ConfigureAwait(false);
            _numbered |= http.Announces("resume");
            _faults.Opened();
            return null;
        }
        catch (FlapjackException e) when (!source.NothingWasDone)
        {
            return _faults.OfOpening(e);
        }
    }

    private async ValueTask<StreamFault?> TryReadAsync(SseReader reader, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? null
                : cancellationToken.IsCancellationRequested ? throw new OperationCanceledException(cancellationToken)
                : _faults.Interrupted(_connection!, "the connection was closed", null);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(http.Settings.Redaction.Message($"The {source.Name} stream of {source.Call} was cancelled."), http.Settings.Redaction.Cause(e), cancellationToken);
        }
        catch (TimeoutException e)
        {
            return _faults.Idle(_connection!, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return _faults.Interrupted(_connection!, http.Settings.Redaction.Message($"the connection broke ({e.Message})"), e);
        }
    }

    private T Decode(SseReader reader)
    {
        try
        {
            return source.Read(reader.EventType, reader.Data);
        }
        // JSON may be well formed and yet hold half a character, which no string can.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw _faults.Broken(reader, e);
        }
    }

    private async Task<bool> MendAsync(StreamFault fault, CancellationToken cancellationToken)
    {
        var retry = _connection?.Reader.Retry;
        await CloseAsync().ConfigureAwait(false);
        if (fault.IsSilence && !source.OpeningActs && !http.PromisesHeartbeats)
        {
            // Nobody said how long what is only read may be quiet, and nothing promises that it is not. While the server opens the stream again, it is alive.
            _recovery.Progressed();
        }

        return fault.MayMend && await _recovery.WaitAsync(retry, fault.RetryAfter, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask CloseAsync()
    {
        if (_connection is not null)
        {
            _faults.Closed(_connection);
            await _connection.DisposeAsync().ConfigureAwait(false);
            _connection = null;
        }
    }

    /// <summary>Stops what the stream is about, because its caller has left. Best effort: the caller gets the reason for leaving either way.</summary>
    private async Task StopAsync(ApiRequest stop)
    {
        using var limit = new CancellationTokenSource(StopLimit, http.Settings.TimeProvider);
        try
        {
            if (await http.AnnouncesAsync("stop", source.Probe, limit.Token).ConfigureAwait(false))
            {
                using var _ = await http.SendAsync(stop, limit.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FlapjackException or OperationCanceledException or ObjectDisposedException)
        {
            // The closed connection tells the service as well, only later.
        }
    }
}
