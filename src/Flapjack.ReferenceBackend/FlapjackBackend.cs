using System.Net;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.ReferenceBackend.Processes;
using Flapjack.ReferenceBackend.Storage;
using Flapjack.ReferenceBackend.Transport;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// Flapjack's API, served from inside this process, with a folder and real local processes as each computer. It listens on the loopback
/// interface only. It is not a security boundary: a command can do whatever the user of this process can.
/// </summary>
public sealed class FlapjackBackend : IAsyncDisposable
{
    private readonly string _directory;
    private readonly Store _store;
    private readonly KeyRing _keys;
    private readonly ProcessHost _processes;
    private readonly ComputerRegistry _computers;
    private readonly WebhookSender _webhooks;
    private readonly InMemoryTransport _memory = new();
    private readonly ApiServer _server;
    private readonly bool _overTcp;
    private int _disposed;

    private FlapjackBackend(FlapjackBackendOptions options)
    {
        // Before there is anything that somebody would have to clean up.
        ArgumentOutOfRangeException.ThrowIfNegative(options.Port ?? 0, nameof(options.Port));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Port ?? 0, IPEndPoint.MaxPort, nameof(options.Port));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxOutputBytes ?? 1, 1, nameof(options.MaxOutputBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.JournalRetention, TimeSpan.Zero, nameof(options.JournalRetention));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ExecKeyRetention, options.JournalRetention, nameof(options.ExecKeyRetention));
        var logger = options.LoggerFactory.CreateLogger("Flapjack.ReferenceBackend");
        var clock = options.TimeProvider;
        _directory = Directory.CreateTempSubdirectory("flapjack-").FullName;
        _store = Store.InMemory();
        _keys = new(_store);
        _processes = new(logger);
        _webhooks = new(Dns.GetHostAddressesAsync, options.AllowLoopbackWebhooks, clock, logger);
        _computers = new(new(
            _directory,
            options.ComputerPath,
            new Dictionary<string, string>(options.RepositoryRewrites, StringComparer.Ordinal),
            options.Naming,
            new(options.MaxOutputBytes, options.JournalRetention, options.ExecKeyRetention),
            new(_store),
            new Shell(_processes, clock),
            _processes.Table,
            clock,
            logger));
        var agents = new AgentService(new(_store), _computers, _keys, _webhooks, clock);
        _server = new(
            options.Port,
            _memory,
            options.Faults is null ? null : new(options.Faults, clock),
            logger,
            new AgentsApi(_keys, agents, new(Dns.GetHostAddressesAsync, options.AllowLoopbackWebhooks, clock), options.Naming),
            new ComputersApi(_keys, agents, _computers, options.Naming, options.Extensions, clock),
            new ComputerConfigApi(_keys, agents, new(new(_store), _computers), _computers),
            new ExecApi(_keys, agents, _computers, options.Extensions, clock),
            options.Extensions);
        _overTcp = options.Port is not null;
        OrgId = Guid.CreateVersion7().ToString();
        ApiKey = CreateApiKey(OrgId, FlapjackScopes.SandboxAdmin);
        WebhookSecret = _keys.WebhookSecretOf(OrgId);
    }

    /// <summary>
    /// Where the backend listens, for example <c>http://127.0.0.1:40123/</c>; without a TCP port <c>http://flapjack.invalid/</c>, which only
    /// the handlers of <see cref="CreateHandler"/> reach.
    /// </summary>
    public Uri BaseAddress => _server.BaseAddress;

    /// <summary>The default organization's id.</summary>
    public string OrgId { get; }

    /// <summary>A key of the default organization, with every scope.</summary>
    public string ApiKey { get; }

    /// <summary>What the default organization's webhooks are signed with.</summary>
    public string WebhookSecret { get; }

    /// <summary>Starts a backend on a free port, with an empty store in memory.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>The backend, serving. Dispose it: that ends every process on its computers and removes their files.</returns>
    /// <exception cref="PlatformNotSupportedException">On Windows: run it inside WSL.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<FlapjackBackend> StartAsync(FlapjackBackendOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A Flapjack computer is made of Linux processes. On Windows run the backend inside WSL; the client runs everywhere.");
        }

        var backend = new FlapjackBackend(options ?? new());
        try
        {
            await backend._server.StartAsync(cancellationToken).ConfigureAwait(false);
            return backend;
        }
        catch
        {
            await backend.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Makes a further API key, and the organization if there is none of that id yet.</summary>
    /// <param name="orgId">The organization's id, usually a UUID; not empty.</param>
    /// <param name="scopes">What the key may do, of <see cref="FlapjackScopes"/>; none for a key that may do nothing.</param>
    /// <returns>The key. It is not stored, and can't be shown again.</returns>
    public string CreateApiKey(string orgId, params IReadOnlyList<string> scopes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orgId);
        ArgumentNullException.ThrowIfNull(scopes);
        return _keys.Create(orgId, scopes);
    }

    /// <summary>What an organization's webhooks are signed with.</summary>
    /// <param name="orgId">An organization that <see cref="CreateApiKey"/> was called for.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string WebhookSecretOf(string orgId) => _keys.WebhookSecretOf(orgId);

    /// <summary>Makes a client of the default organization. It reads nothing from the environment, and uses no proxy.</summary>
    /// <param name="configure">Changes its options; null for none.</param>
    /// <returns>The client, over TCP if the backend has a port and else in memory; dispose it, which closes its connections.</returns>
    public FlapjackClient CreateClient(Action<FlapjackClientOptions>? configure = null)
    {
        var options = new FlapjackClientOptions { ApiKey = ApiKey, BaseAddress = BaseAddress };
        configure?.Invoke(options);
        return new BackendClient(_overTcp ? BackendClient.CreateTcpHandler(options.ConnectTimeout) : CreateHandler(), options);
    }

    /// <summary>
    /// Makes a handler whose connections lead to this backend without a port: the same server and the same bytes of HTTP/1.1, over pipes
    /// in memory that hold about as much as a socket does, and fail as a socket does. Plain http, whatever host a request names; no
    /// redirects, no cookies, no proxy; asynchronous calls only.
    /// </summary>
    /// <returns>The handler, with a connection pool of its own; dispose it or the <see cref="HttpClient"/> that you give it to.</returns>
    public HttpMessageHandler CreateHandler() => _memory.CreateHandler();

    /// <summary>Stops serving, ends every process on every computer, and removes their files.</summary>
    /// <returns>When all of it is gone.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 1)
        {
            return;
        }

        await _computers.DisposeAsync().ConfigureAwait(false);
        await _server.DisposeAsync().ConfigureAwait(false);
        await _webhooks.DisposeAsync().ConfigureAwait(false);
        await _processes.DisposeAsync().ConfigureAwait(false);
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
