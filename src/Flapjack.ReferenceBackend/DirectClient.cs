using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>A client that goes past every proxy: one that the environment names can't reach this machine's loopback interface.</summary>
internal sealed class DirectClient : FlapjackClient
{
    private readonly HttpClient _connections;

    private DirectClient(HttpClient connections, FlapjackClientOptions options)
        : base(connections, options) => _connections = connections;

    public static DirectClient Create(FlapjackClientOptions options)
    {
        // As the client makes its own: one clock a call, no redirects, and a stream that is left early is closed at once.
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = options.ConnectTimeout,
            MaxResponseDrainSize = 0,
        };
        return new(new(handler) { Timeout = Timeout.InfiniteTimeSpan }, options);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _connections.Dispose();
        }
    }
}
