using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Flapjack.Sdk.Http;

namespace Flapjack.Sdk.Streaming;

/// <summary>
/// One stream of events, opened by its first <c>MoveNextAsync</c> and enumerable once. It ends in good order only after its
/// terminal event; anything else that ends it is an exception.
/// </summary>
internal sealed class EventStream<T>(FlapjackHttp http, ApiRequest request, EventFormat<T> format, CancellationToken callerToken) : IAsyncEnumerable<T>
{
    private int _enumerated;
    private string? _execId;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
        {
            throw new InvalidOperationException(
                $"This {format.Name} stream was enumerated already: it stands for one request, {request}. Call the method again for another.");
        }

        return EnumerateAsync(callerToken).GetAsyncEnumerator(cancellationToken);
    }

    private async IAsyncEnumerable<T> EnumerateAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var response = await http.OpenEventsAsync(request, cancellationToken).ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var guarded = new IdleTimeoutStream(body, http.Settings.StreamIdleTimeout, http.Settings.TimeProvider, cancellationToken);
        await using var _ = guarded.ConfigureAwait(false);
        var events = SseParser.Create(guarded, ReadFrame).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var __ = events.ConfigureAwait(false);

        while (await MoveNextAsync(events, guarded, cancellationToken).ConfigureAwait(false))
        {
            var item = events.Current.Data;
            _execId ??= format.ExecIdOf?.Invoke(item);
            yield return item;
            if (format.EndsStream(item))
            {
                yield break;
            }

            // What lies in the buffer after a cancellation is not delivered.
            cancellationToken.ThrowIfCancellationRequested();
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw Interrupted(guarded, "the connection was closed", null);
    }

    private async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<SseItem<T>> events, IdleTimeoutStream body, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"The {format.Name} stream of {request} was cancelled.", e, cancellationToken);
        }
        catch (TimeoutException e)
        {
            var timeout = http.Settings.StreamIdleTimeout;
            throw new FlapjackTimeoutException(
                $"The {format.Name} stream of {request} carried no byte for {timeout.TotalSeconds:0.###} s (the {FlapjackTimeoutBudget.StreamIdle} budget). What the service did since is unknown.",
                e)
            {
                Budget = FlapjackTimeoutBudget.StreamIdle,
                Timeout = timeout,
            };
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw Interrupted(body, $"the connection broke ({e.Message})", e);
        }
    }

    private T ReadFrame(string type, ReadOnlySpan<byte> data)
    {
        try
        {
            return format.Read(type, data);
        }
        catch (JsonException e)
        {
            throw new FlapjackProtocolException($"An event '{type}' of {request} carries broken JSON: {e.Message}", e)
            {
                Raw = Cut(http.Settings.Redact($"event: {type}\ndata: {Encoding.UTF8.GetString(data)}")),
            };
        }
    }

    private static string Cut(string raw) => raw.Length <= 4_096 ? raw : raw[..4_096];

    private FlapjackStreamInterruptedException Interrupted(IdleTimeoutStream body, string how, Exception? cause) => new(
        $"The {format.Name} stream of {request}{(_execId is null ? "" : $" ({_execId})")} ended after {body.BytesReceived} bytes without its last event: {how}. "
        + "What the service did afterwards is unknown; it is not a success.",
        cause)
    {
        ExecId = _execId,
        BytesReceived = body.BytesReceived,
    };
}
