using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// Flapjack's API, served from inside this process, with a folder and real local processes as each computer. It listens on the loopback
/// interface only. It is not a security boundary: a command can do whatever the user of this process can, unless
/// <see cref="FlapjackBackendOptions.Isolation"/> restricts it. Even then it does not stop a determined attacker.
/// </summary>
public sealed class FlapjackBackend : IAsyncDisposable
{
    // What a list of the API's shows for the keys that were made in code.
    private const string NameOfKeys = "Made by CreateApiKey";

    private readonly BackendParts _parts;
    private readonly bool _overTcp;
    private readonly Lock _ending = new();
    private readonly Lock _linking = new();
    private Uri? _dashboardAddress;
    private Task? _end;

    private FlapjackBackend(BackendParts parts, bool overTcp)
    {
        _parts = parts;
        _overTcp = overTcp;
        Computers = new(parts.House.Computers);
        Webhooks = new(new(parts.Data.Store), parts.Webhooks);
        Threads = new(parts.Data.Store);
        _dashboardAddress = parts.Dashboard is null ? null : CreateDashboardAddress();
    }

    /// <summary>
    /// Where the backend listens, for example <c>http://127.0.0.1:40123/</c>; without a TCP port <c>http://flapjack.invalid/</c>, which only
    /// the handlers of <see cref="CreateHandler"/> reach.
    /// </summary>
    public Uri BaseAddress => _parts.Server.BaseAddress;

    /// <summary>
    /// The link to the pages that show what happens inside, with a token that opens them once, for one browser; null unless
    /// <see cref="FlapjackBackendOptions.Dashboard"/> is on. It is the newest link, also when it was opened: <see cref="CreateDashboardAddress"/> makes another.
    /// Whoever has the link sees everything in the backend, so don't log it.
    /// </summary>
    public Uri? DashboardAddress
    {
        get
        {
            lock (_linking)
            {
                return _dashboardAddress;
            }
        }
    }

    /// <summary>The default organization's id; in a <see cref="FlapjackBackendOptions.DataDirectory"/> it stays the same.</summary>
    public string OrgId => _parts.DefaultOrg;

    /// <summary>
    /// A key of the default organization, with every scope: <see cref="FlapjackBackendOptions.ApiKey"/>, if it is set. Otherwise each start makes a new
    /// key, because no key is stored; in a <see cref="FlapjackBackendOptions.DataDirectory"/> the earlier keys go on working.
    /// </summary>
    public string ApiKey => _parts.DefaultKey;

    /// <summary>
    /// The secret that signs the default organization's webhooks; in a <see cref="FlapjackBackendOptions.DataDirectory"/> it stays the same until
    /// <see cref="RotateWebhookSecret"/> makes a new one.
    /// </summary>
    public string WebhookSecret => _parts.Orgs.WebhookSecretOf(OrgId);

    /// <summary>The computers. Your tests can do to them what only a provider can: stop, break and destroy them.</summary>
    public FlapjackBackendComputers Computers { get; }

    /// <summary>The webhooks: which were sent, which were not and why, and a method that sends a webhook again.</summary>
    public FlapjackBackendWebhooks Webhooks { get; }

    /// <summary>The threads: what people, agents and tools have said in them.</summary>
    public FlapjackBackendThreads Threads { get; }

    /// <summary>
    /// The limits that this backend can't enforce on its computers, each with the reason; empty if memory and the number of processes are limited. The
    /// limits need control groups of Linux that this process may write to.
    /// </summary>
    public IReadOnlyList<string> UnenforcedLimits => _parts.House.Groups.Unenforced;

    /// <summary>What starts the processes. Another door in this process may join it.</summary>
    internal LocalComputers.Computers.Engine Engine => _parts.Engine;

    /// <summary>Starts a backend: by default on a free port, and with an empty store in memory.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>
    /// The backend, serving. Dispose it: that ends every process on its computers and, without a <see cref="FlapjackBackendOptions.DataDirectory"/>,
    /// removes their files.
    /// </returns>
    /// <exception cref="ArgumentException">The options are out of range, or contradict each other.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// The system is Windows, where the backend runs inside WSL only. Or the isolation that the options ask for does not work here; the message says what is missing.
    /// </exception>
    /// <exception cref="IOException">
    /// The port is taken; the disk is full; or the <see cref="FlapjackBackendOptions.DataDirectory"/> can't be made or written, is in use by another backend, or
    /// holds a database that is damaged or of a newer version. The message says which, and nothing in it was overwritten.
    /// </exception>
    public static async Task<FlapjackBackend> StartAsync(FlapjackBackendOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("A Flapjack computer is made of Linux processes. On Windows run the backend inside WSL; the client runs everywhere.");
        }

        try
        {
            return await ServeAsync(options ?? new(), cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e) when (e is not StoreException && StoreException.MeansFullDisk(e))
        {
            throw new StoreException($"The disk is full, so the backend can't start: {e.Message} Make room and start it again.", e, isFull: true);
        }
    }

    private static async Task<FlapjackBackend> ServeAsync(FlapjackBackendOptions options, CancellationToken cancellationToken)
    {
        options.Validate();
        var overTcp = options.Port is not null;
        var parts = await BackendParts.BuildAsync(options).ConfigureAwait(false);
        try
        {
            await parts.StartAsync(cancellationToken).ConfigureAwait(false);
            return new(parts, overTcp);
        }
        catch
        {
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Makes a new link to the pages that show what happens inside. The link before it opens nothing any more; browsers that have opened a link stay in.
    /// </summary>
    /// <returns>The link, which <see cref="DashboardAddress"/> is from now on.</returns>
    /// <exception cref="InvalidOperationException">The backend was started without <see cref="FlapjackBackendOptions.Dashboard"/>.</exception>
    public Uri CreateDashboardAddress()
    {
        var dashboard = _parts.Dashboard ?? throw new InvalidOperationException("This backend has no pages. Start it with FlapjackBackendOptions.Dashboard = true.");
        lock (_linking)
        {
            return _dashboardAddress = new(BaseAddress, dashboard.NewLink());
        }
    }

    /// <summary>Makes a further API key, and the organization if there is none of that id yet.</summary>
    /// <param name="orgId">The organization's id, usually a UUID; not empty.</param>
    /// <param name="scopes">What the key may do, of <see cref="FlapjackScopes"/>; empty for a key that may do nothing.</param>
    /// <returns>The key. It is not stored, and can't be shown again.</returns>
    /// <exception cref="ArgumentException">The id is blank, or the scopes are null.</exception>
    public string CreateApiKey(string orgId, params IReadOnlyList<string> scopes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orgId);
        ArgumentNullException.ThrowIfNull(scopes);
        return _parts.ApiKeys.Add(orgId, NameOfKeys, scopes).Key;
    }

    /// <summary>Signs a user in. With a user's token, unlike with an API key, the audit log names the user. Makes the organization if there is none of that id yet.</summary>
    /// <param name="orgId">The organization's id, usually a UUID; not empty.</param>
    /// <param name="userId">The user's id, usually a UUID; not empty.</param>
    /// <param name="scopes">What the user may do, of <see cref="FlapjackScopes"/>; empty for a user that may do nothing.</param>
    /// <returns>A JWT, to be sent in place of an API key. It is valid for an hour of <see cref="FlapjackBackendOptions.TimeProvider"/>, and for this backend only.</returns>
    /// <exception cref="ArgumentException">An id is blank, or the scopes are null.</exception>
    public string CreateUserToken(string orgId, string userId, params IReadOnlyList<string> scopes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orgId);
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        ArgumentNullException.ThrowIfNull(scopes);
        return _parts.Keys.CreateUserToken(orgId, userId, scopes);
    }

    /// <summary>The secret that signs an organization's webhooks.</summary>
    /// <param name="orgId">An organization that <see cref="CreateApiKey"/> or <see cref="CreateUserToken"/> was called for.</param>
    /// <returns>The newest secret: <c>whsec_</c> and base64.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string WebhookSecretOf(string orgId) => _parts.Orgs.WebhookSecretOf(orgId);

    /// <summary>
    /// Makes a new secret for an organization's webhooks. Webhooks of earlier events are still signed with the earlier secret, also when they are
    /// tried again. So a receiver has to know both secrets until no such webhook is pending in <see cref="Webhooks"/>. That takes a day, and longer if
    /// several webhooks of one agent wait for each other.
    /// </summary>
    /// <param name="orgId">An organization that <see cref="CreateApiKey"/> or <see cref="CreateUserToken"/> was called for; null for the default one.</param>
    /// <returns>The secret: <c>whsec_</c> and base64 of 24 bytes.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string RotateWebhookSecret(string? orgId = null) => _parts.Orgs.RotateWebhookSecret(orgId ?? OrgId);

    /// <summary>The audit log: a row for each command, status, bootstrap and deletion of the last 90 days.</summary>
    /// <param name="agentId">Only this agent's rows; null for all.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The rows, oldest first. The row of a command is there when its stream has ended.</returns>
    public Task<IReadOnlyList<AuditEntry>> ReadAuditLogAsync(string? agentId = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _parts.Audit.Read(agentId?.ToLowerInvariant()), cancellationToken);

    /// <summary>Where the audit log ends now. Keep it elsewhere for <see cref="VerifyAuditLogAsync"/>.</summary>
    /// <returns>The last row's number and hash.</returns>
    public AuditHead GetAuditHead() => _parts.Audit.Head;

    /// <summary>
    /// Checks that no row of the audit log was changed, added or removed since it was written. New rows wait meanwhile: about a second for
    /// 100,000 rows.
    /// </summary>
    /// <param name="expectedHead">
    /// Where the log ended at an earlier moment. With it the check also finds rows that were cut off, or a log that was written anew, before this
    /// backend started. Null for no such check.
    /// </param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What is wrong, and with which row; or that the log is intact.</returns>
    public Task<AuditVerification> VerifyAuditLogAsync(AuditHead? expectedHead = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _parts.Audit.Verify(expectedHead, cancellationToken), cancellationToken);

    /// <summary>Makes a client of the default organization. It reads nothing from the environment, and uses no proxy.</summary>
    /// <param name="configure">Changes its options; null for none.</param>
    /// <returns>The client. It connects over TCP if the backend has a port, and otherwise in memory. Dispose it to close its connections.</returns>
    public FlapjackClient CreateClient(Action<FlapjackClientOptions>? configure = null)
    {
        var options = new FlapjackClientOptions { ApiKey = ApiKey, BaseAddress = BaseAddress };
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
    /// Stops serving and ends every process on every computer. Without a <see cref="FlapjackBackendOptions.DataDirectory"/> everything is removed.
    /// With a data directory, agents, files and the output of commands stay for the next start. A running command is stopped, and a running bootstrap
    /// fails. A webhook that is being sent, or was never tried, has two seconds of real time. A webhook that is not delivered then, or waits to be tried
    /// again, stays for the next start or, without a data directory, is dropped.
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
