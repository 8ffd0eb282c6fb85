using Shared.Wire.Http;

namespace Shared.Wire.Streaming;

/// <summary>One HTTP response that carries events; a logical stream may need several, one after another.</summary>
internal sealed class EventConnection : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly IdleTimeoutStream _body;
    private readonly Stream _content;

    private EventConnection(HttpResponseMessage response, IdleTimeoutStream body, TimeSpan idleTimeout, WireSettings settings)
    {
        _response = response;
        IdleTimeout = idleTimeout;
        _body = body;
        _content = ContentCoding.Unpack(body, response.Content.Headers.ContentEncoding, settings.Redaction);
        Reader = new(
            _content, settings.MaxStreamFrameBytes, $"{settings.Dialect.OptionsName}.{nameof(settings.MaxStreamFrameBytes)}", text => settings.Redaction.Of(text))
        {
            TakesEmptyReads = IsOfSockets(response.Content),
        };
    }

    public SseReader Reader { get; }

    /// <summary>How long it may carry no byte.</summary>
    public TimeSpan IdleTimeout { get; }

    public long BytesReceived => _body.BytesReceived;

    public static async Task<EventConnection> OpenAsync(WireHttp http, ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await http.OpenStreamAsync(request, cancellationToken).ConfigureAwait(false);
        IdleTimeoutStream? body = null;
        try
        {
            var bytes = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            // The answer is here, so it is known what the server announces.
            var idleTimeout = http.SilenceAllowed(request, http.Settings.StreamIdleTimeout);
            body = new(bytes, idleTimeout, http.Settings.TimeProvider, cancellationToken);
            return new(response, body, idleTimeout, http.Settings);
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

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        await _content.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _response.Dispose();
    }

    // The bodies of SocketsHttpHandler can wait in a read of no bytes. A body of another handler, or of a test's double, need not, and its content is of a
    // public type, or of another assembly. In a browser the handler is another one.
    private static bool IsOfSockets(HttpContent content) =>
        content.GetType() is { IsPublic: false } type && type.Assembly == typeof(HttpContent).Assembly && !OperatingSystem.IsBrowser();
}
