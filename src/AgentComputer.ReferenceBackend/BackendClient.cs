using AgentComputer.Sdk;

namespace AgentComputer.ReferenceBackend;

/// <summary>A client that owns its connections to a backend: disposing it closes them.</summary>
internal sealed class BackendClient : AgentComputerClient
{
    private readonly HttpClient _connections;

    public BackendClient(HttpMessageHandler handler, AgentComputerClientOptions options)
        : this(new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }, options)
    {
    }

    private BackendClient(HttpClient connections, AgentComputerClientOptions options)
        : base(connections, options) => _connections = connections;

    /// <summary>A handler for TCP without a proxy, because a proxy of the environment can't reach the loopback interface of this machine.</summary>
    public static SocketsHttpHandler CreateTcpHandler(TimeSpan connectTimeout) => new()
    {
        // Like the client's own handler: it follows no redirects, and closes a stream at once that is left early.
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
