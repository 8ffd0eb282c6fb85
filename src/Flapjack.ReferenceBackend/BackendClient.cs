using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>A client that owns its connections to a backend: disposing it closes them.</summary>
internal sealed class BackendClient : FlapjackClient
{
    private readonly HttpClient _connections;

    public BackendClient(HttpMessageHandler handler, FlapjackClientOptions options)
        : this(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, options)
    {
    }

    private BackendClient(HttpClient connections, FlapjackClientOptions options)
        : base(connections, options) => _connections = connections;

    /// <summary>Over TCP, past every proxy: one that the environment names can't reach this machine's loopback interface.</summary>
    public static SocketsHttpHandler CreateTcpHandler(TimeSpan connectTimeout) => new()
    {
        // As the client makes its own: no redirects, and a stream that is left early is closed at once.
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = connectTimeout,
        MaxResponseDrainSize = 0,
    };

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _connections.Dispose();
        }
    }
}
