using Google.Protobuf;
using Shared.Connect;
using Shared.Wire.Http;
using Shared.Wire.Streaming;

namespace AgentComputer.Sdk;

/// <summary>One open stream of frames. It ends in good order only with the frame that says so.</summary>
internal sealed class FrameStream : IAsyncDisposable
{
    // The service sends a sign of life every 90 s, if it does not know the header that asks for more of them.
    private static readonly TimeSpan ShortestIdleTimeout = TimeSpan.FromMinutes(2);

    private const string Encoding = "Connect-Content-Encoding";

    private readonly WireHttp _http;
    private readonly ApiRequest _request;
    private readonly PayloadCodec _codec;
    private readonly HttpResponseMessage _response;
    private readonly IdleTimeoutStream _body;
    private readonly Stream _content;
    private readonly FrameReader _reader;
    private readonly TimeSpan _idleTimeout;
    private bool _isOver;

    private FrameStream(WireHttp http, ApiRequest request, PayloadCodec codec, HttpResponseMessage response, IdleTimeoutStream body, TimeSpan idleTimeout)
    {
        (_http, _request, _codec, _response, _body, _idleTimeout) = (http, request, codec, response, body, idleTimeout);
        var settings = http.Settings;
        _content = ContentCoding.Unpack(_body, response.Content.Headers.ContentEncoding, settings.Redaction);
        _reader = new(_content, response.Headers.TryGetValues(Encoding, out var values) ? values.First() : null, settings.MaxStreamFrameBytes);
    }

    /// <summary>The message of the frame that was read last, as it came.</summary>
    public ReadOnlyMemory<byte> Payload => _reader.Payload;

    /// <summary>A header of the answer; null if it has none of that name.</summary>
    public string? Header(string name) => _response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>The exception for an answer that lacks what it must have.</summary>
    public AgentComputerProtocolException Lacks(string what) =>
        new(_http.Settings.Redaction.Message($"The answer to {_request} has {what}. What the process does is unknown."));

    /// <param name="http">Sends the request.</param>
    /// <param name="request">The request.</param>
    /// <param name="codec">How the messages are written.</param>
    /// <param name="cancellationToken">Ends the opening, and also the open stream.</param>
    public static async Task<FrameStream> OpenAsync(WireHttp http, ApiRequest request, PayloadCodec codec, CancellationToken cancellationToken)
    {
        var response = await http.OpenStreamAsync(request, cancellationToken).ConfigureAwait(false);
        IdleTimeoutStream? body = null;
        try
        {
            var bytes = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var idleTimeout = IdleTimeoutOf(http.Settings.StreamIdleTimeout);
            body = new(bytes, idleTimeout, http.Settings.TimeProvider, cancellationToken);
            return new(http, request, codec, response, body, idleTimeout);
        }
        catch
        {
            if (body is not null)
            {
                await body.DisposeAsync().ConfigureAwait(false);
            }

            response.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next message; false after the frame that ends the stream in good order.</summary>
    /// <exception cref="AgentComputerException">The stream failed, was cut, or carries what it may not.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isOver)
        {
            return false;
        }

        if (!await TryReadAsync(cancellationToken).ConfigureAwait(false))
        {
            throw Interrupted(_reader.HasPartOfFrame ? "the connection was closed inside a frame" : "the connection was closed");
        }

        if (!_reader.IsEnd)
        {
            return true;
        }

        _isOver = true;
        return Guarded(() => EndOfStream.Read(_reader.Payload.Span)).Error is { } error
            ? throw _http.FailedInStream(_request, _response, new(error.Code, error.Message, Reason: null))
            : false;
    }

    /// <summary>Reads the message.</summary>
    /// <exception cref="AgentComputerProtocolException">It is no such message.</exception>
    public T Read<T>(MessageKind<T> kind) where T : class, IMessage<T>, new() => Guarded(() => _codec.Read(kind, _reader.Payload.Span));

    /// <summary>The bytes of the message, if it carries nothing else; otherwise null.</summary>
    public byte[]? TryRead(BytesPath path) => _codec.TryRead(path, _reader.Payload.Span);

    /// <summary>The exception for a stream that did not end in good order.</summary>
    public AgentComputerStreamInterruptedException Interrupted(string how, Exception? cause = null) => new(
        _http.Settings.Redaction.Message(
            $"The stream of {_request} ended after {_body.BytesReceived} bytes without its end: {how}. What the process did afterwards is unknown; it is not a success."),
        _http.Settings.Redaction.Cause(cause))
    {
        BytesReceived = _body.BytesReceived,
    };

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        await _content.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }

    private static TimeSpan IdleTimeoutOf(TimeSpan option) =>
        option == Timeout.InfiniteTimeSpan || option > ShortestIdleTimeout ? option : ShortestIdleTimeout;

    private async ValueTask<bool> TryReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException($"The stream of {_request} was left.", _http.Settings.Redaction.Cause(e), cancellationToken);
        }
        catch (BadMessageException e)
        {
            throw Broken(e);
        }
        catch (TimeoutException e)
        {
            throw new AgentComputerTimeoutException(
                $"The stream of {_request} carried no byte for {BudgetText.Seconds(_idleTimeout)}, not even a sign of life. What the process did since is unknown.", e)
            {
                Budget = AgentComputerTimeoutBudget.StreamIdle,
                Timeout = _idleTimeout,
            };
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            throw Interrupted(_http.Settings.Redaction.Message($"the connection broke ({e.Message})"), e);
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BadMessageException e)
        {
            throw Broken(e);
        }
    }

    private AgentComputerProtocolException Broken(BadMessageException e) => new(
        _http.Settings.Redaction.Message($"The stream of {_request} carries what it may not: {e.Message}. What the process does is unknown."),
        _http.Settings.Redaction.Cause(e));
}
