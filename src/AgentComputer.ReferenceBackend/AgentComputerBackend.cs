using AgentComputer.Sdk;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;

namespace AgentComputer.ReferenceBackend;

/// <summary>
/// Agent Computer's API, served from inside this process, with a folder and real local processes as each computer. It listens on the loopback
/// interface only. It is not a security boundary: a program can do whatever the user of this process can, unless
/// <see cref="AgentComputerBackendOptions.IsIsolated"/> restricts it. Even then it does not stop a determined attacker.
/// </summary>
public sealed class AgentComputerBackend : IAsyncDisposable
{
    private readonly BackendParts _parts;
    private readonly bool _overTcp;
    private readonly Lock _ending = new();
    private Task? _end;

    private AgentComputerBackend(BackendParts parts, bool overTcp) => (_parts, _overTcp) = (parts, overTcp);

    /// <summary>
    /// Where the backend listens, for example <c>http://127.0.0.1:40123/</c>; without a TCP port <c>http://agentcomputer.invalid/</c>, which only
    /// the handlers of <see cref="CreateHandler"/> reach.
    /// </summary>
    public Uri BaseAddress => _parts.Server.BaseAddress;

    /// <summary>What the backend is built of, for its tests.</summary>
    internal BackendParts Parts => _parts;

    /// <summary>The default workspace's id; in a <see cref="AgentComputerBackendOptions.DataDirectory"/> it stays the same.</summary>
    public string WorkspaceId => _parts.DefaultWorkspace;

    /// <summary>
    /// A key of the default workspace: <see cref="AgentComputerBackendOptions.ApiKey"/>, if it is set. Otherwise each start makes a new key, because no key
    /// is stored; in a <see cref="AgentComputerBackendOptions.DataDirectory"/> the earlier keys go on working.
    /// </summary>
    public string ApiKey => _parts.DefaultKey;

    /// <summary>The folder in which the backend keeps what it has. Without a <see cref="AgentComputerBackendOptions.DataDirectory"/> it is removed at the end.</summary>
    public string DataDirectory => _parts.Data.Path;

    /// <summary>
    /// The limits that this backend can't enforce on its computers, each with the reason; empty if memory and the number of processes are limited. The
    /// limits need control groups of Linux that this process may write to.
    /// </summary>
    public IReadOnlyList<string> UnenforcedLimits => _parts.House.Groups.Unenforced;

    /// <summary>Starts a backend: by default on a free port, and with an empty store in memory.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>
    /// The backend, serving. Dispose it: that ends every process on its computers and, without a
    /// <see cref="AgentComputerBackendOptions.DataDirectory"/>, removes their files.
    /// </returns>
    /// <exception cref="ArgumentException">The options are out of range, or contradict each other.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The system is Windows, where the backend runs inside WSL only. Or the isolation that the options ask for does not work here; the message says what is missing.
    /// </exception>
    /// <exception cref="IOException">
    /// The port is taken; the disk is full; or the data directory can't be made or written, is in use by another backend, or holds a database that is
    /// damaged or of a newer version. The message says which, and nothing in it was overwritten.
    /// </exception>
    public static Task<AgentComputerBackend> StartAsync(AgentComputerBackendOptions? options = null, CancellationToken cancellationToken = default) =>
        StartOnAsync(engine: null, options ?? new(), cancellationToken);

    /// <summary>The same on the engine of another door. Either door may be disposed of first.</summary>
    internal static async Task<AgentComputerBackend> StartOnAsync(Engine? engine, AgentComputerBackendOptions options, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A local computer is made of Linux processes. On Windows run the backend inside WSL; the client runs everywhere.");
        }

        try
        {
            return await ServeAsync(options, engine, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e is not StoreException && StoreException.MeansFullDisk(e))
        {
            throw new StoreException($"The disk is full, so the backend can't start: {e.Message} Make room and start it again.", e, isFull: true);
        }
    }

    private static async Task<AgentComputerBackend> ServeAsync(AgentComputerBackendOptions options, Engine? engine, CancellationToken cancellationToken)
    {
        options.Validate();
        var parts = await BackendParts.BuildAsync(options, engine).ConfigureAwait(false);
        try
        {
            await parts.StartAsync(cancellationToken).ConfigureAwait(false);
            return new(parts, options.Port is not null);
        }
        catch
        {
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a further API key, and the workspace if there is none of that id yet.</summary>
    /// <param name="workspaceId">The workspace's id, for example <c>org_1</c>; not empty.</param>
    /// <returns>The key. It is not stored, and can't be shown again.</returns>
    /// <exception cref="ArgumentException">The id is blank.</exception>
    public string CreateApiKey(string workspaceId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(workspaceId);
        return _parts.ApiKeys.Add(workspaceId);
    }

    /// <summary>Makes a client of the default workspace. It reads nothing from the environment, and uses no proxy.</summary>
    /// <param name="configure">Changes its options; null for none.</param>
    /// <returns>The client. It connects over TCP if the backend has a port, and otherwise in memory. Dispose it to close its connections.</returns>
    public AgentComputerClient CreateClient(Action<AgentComputerClientOptions>? configure = null)
    {
        var options = new AgentComputerClientOptions { ApiKey = ApiKey, BaseAddress = BaseAddress };
        configure?.Invoke(options);
        return new BackendClient(_overTcp ? BackendClient.CreateTcpHandler(options.ConnectTimeout) : CreateHandler(), options);
    }

    /// <summary>
    /// Makes a handler whose connections lead to this backend without a port. They reach the same server with the same bytes of HTTP/1.1, over pipes
    /// in memory that hold about as much as a socket does, and fail as a socket does. The handler uses plain http, whatever host a request names, and
    /// no redirects, cookies or proxy; it supports asynchronous calls only.
    /// </summary>
    /// <returns>The handler, with a connection pool of its own; dispose it or the <see cref="HttpClient"/> that you give it to.</returns>
    public HttpMessageHandler CreateHandler() => _parts.Memory.CreateHandler();

    /// <summary>
    /// Serves a request that has come to another server of this process, if it is addressed to this backend: to <c>/v1</c>, to <c>/process.Process</c>, or to a
    /// published port (<c>/p</c>, or the host name of a computer of this backend). Set <see cref="AgentComputerBackendOptions.PublicAddress"/> to the
    /// address of that server.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="next">Serves every other request.</param>
    /// <returns>A task that ends when the request has been served. While this backend is being disposed of, it refuses its requests with 503.</returns>
    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        return _parts.IsOwn(context.Request) ? _parts.Server.VisitAsync(context) : next(context);
    }

    /// <summary>
    /// Stops serving and ends every process on every computer. Without a <see cref="AgentComputerBackendOptions.DataDirectory"/> everything is removed.
    /// With a data directory, computers, snapshots and files stay for the next start, and an operation that runs fails.
    /// </summary>
    /// <returns>A task that ends when the backend is disposed of. Further calls get the same task.</returns>
    public async ValueTask DisposeAsync()
    {
        Task end;
        lock (_ending)
        {
            end = _end ??= _parts.DisposeAsync().AsTask();
        }

        await end.ConfigureAwait(false);
    }
}
