using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend;

/// <summary>
/// Flapjack's API, served from inside this process, with a folder and real local processes as each computer. It listens on the loopback
/// interface only. It is not a security boundary: a command can do whatever the user of this process can, unless
/// <see cref="FlapjackBackendOptions.Isolation"/> says otherwise, which is none against a determined attacker either.
/// </summary>
public sealed class FlapjackBackend : IAsyncDisposable
{
    private readonly BackendParts _parts;
    private readonly bool _overTcp;
    private readonly Lock _ending = new();
    private Task? _end;

    private FlapjackBackend(BackendParts parts, bool overTcp)
    {
        _parts = parts;
        _overTcp = overTcp;
        Computers = new(parts.Engine.Computers);
        Webhooks = new(new(parts.Data.Store), parts.Webhooks);
    }

    /// <summary>
    /// Where the backend listens, for example <c>http://127.0.0.1:40123/</c>; without a TCP port <c>http://flapjack.invalid/</c>, which only
    /// the handlers of <see cref="CreateHandler"/> reach.
    /// </summary>
    public Uri BaseAddress => _parts.Server.BaseAddress;

    /// <summary>The default organization's id; in a <see cref="FlapjackBackendOptions.DataDirectory"/> it stays the same.</summary>
    public string OrgId => _parts.DefaultOrg;

    /// <summary>
    /// A key of the default organization, with every scope. It is made anew at each start, since no key is stored; in a
    /// <see cref="FlapjackBackendOptions.DataDirectory"/> the earlier ones go on working.
    /// </summary>
    public string ApiKey => _parts.DefaultKey;

    /// <summary>
    /// What the default organization's webhooks are signed with; in a <see cref="FlapjackBackendOptions.DataDirectory"/> it stays the same until
    /// <see cref="RotateWebhookSecret"/> makes a new one.
    /// </summary>
    public string WebhookSecret => _parts.Orgs.WebhookSecretOf(OrgId);

    /// <summary>The computers, to do to them what only their provider can: stop, break and destroy them, for your own tests.</summary>
    public FlapjackBackendComputers Computers { get; }

    /// <summary>The webhooks: what was sent, what was not and why, and the way to send one again.</summary>
    public FlapjackBackendWebhooks Webhooks { get; }

    /// <summary>
    /// What is not limited on this backend's computers, each with its reason; empty when memory and the number of processes both are. It
    /// takes control groups of Linux that this process may write to.
    /// </summary>
    public IReadOnlyList<string> UnenforcedLimits => _parts.Engine.Groups.Unenforced;

    /// <summary>Starts a backend: by default on a free port, and with an empty store in memory.</summary>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <returns>
    /// The backend, serving. Dispose it: that ends every process on its computers and, without a <see cref="FlapjackBackendOptions.DataDirectory"/>,
    /// removes their files.
    /// </returns>
    /// <exception cref="ArgumentException">The options are out of range, or contradict each other.</exception>
    /// <exception cref="PlatformNotSupportedException">
    /// On Windows: run it inside WSL. Or the isolation that the options ask for is not to be had here; the message says what is missing.
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

    /// <summary>Makes a further API key, and the organization if there is none of that id yet.</summary>
    /// <param name="orgId">The organization's id, usually a UUID; not empty.</param>
    /// <param name="scopes">What the key may do, of <see cref="FlapjackScopes"/>; none for a key that may do nothing.</param>
    /// <returns>The key. It is not stored, and can't be shown again.</returns>
    /// <exception cref="ArgumentException">The id is blank, or the scopes are null.</exception>
    public string CreateApiKey(string orgId, params IReadOnlyList<string> scopes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orgId);
        ArgumentNullException.ThrowIfNull(scopes);
        return _parts.Keys.Create(orgId, scopes);
    }

    /// <summary>Signs a user in, for what an API key can't show: the audit log names the user then. Makes the organization if there is none of that id yet.</summary>
    /// <param name="orgId">The organization's id, usually a UUID; not empty.</param>
    /// <param name="userId">The user's id, usually a UUID; not empty.</param>
    /// <param name="scopes">What the user may do, of <see cref="FlapjackScopes"/>; none for one that may do nothing.</param>
    /// <returns>A JWT, to be sent where an API key is. It is good for an hour of <see cref="FlapjackBackendOptions.TimeProvider"/>, and for this backend only.</returns>
    /// <exception cref="ArgumentException">An id is blank, or the scopes are null.</exception>
    public string CreateUserToken(string orgId, string userId, params IReadOnlyList<string> scopes)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(orgId);
        ArgumentException.ThrowIfNullOrWhiteSpace(userId);
        ArgumentNullException.ThrowIfNull(scopes);
        return _parts.Keys.CreateUserToken(orgId, userId, scopes);
    }

    /// <summary>What an organization's webhooks are signed with.</summary>
    /// <param name="orgId">An organization that <see cref="CreateApiKey"/> or <see cref="CreateUserToken"/> was called for.</param>
    /// <returns>The secret, the newest one: <c>whsec_</c> and base64.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string WebhookSecretOf(string orgId) => _parts.Orgs.WebhookSecretOf(orgId);

    /// <summary>
    /// Makes a new secret for an organization's webhooks. Those of events that have happened before are signed with the one before it, also
    /// when they are tried again: a receiver has to know both until none of them is pending in <see cref="Webhooks"/>, which takes a day, and
    /// longer where several of one agent wait for each other.
    /// </summary>
    /// <param name="orgId">An organization that <see cref="CreateApiKey"/> or <see cref="CreateUserToken"/> was called for; null for the default one.</param>
    /// <returns>The secret: <c>whsec_</c> and base64 of 24 bytes.</returns>
    /// <exception cref="ArgumentException">There is no such organization.</exception>
    public string RotateWebhookSecret(string? orgId = null) => _parts.Orgs.RotateWebhookSecret(orgId ?? OrgId);

    /// <summary>The audit log: a row for each command, status, bootstrap and deletion of the last 90 days.</summary>
    /// <param name="agentId">Only this agent's rows; null for all.</param>
    /// <param name="cancellationToken">Ends the call before it begins.</param>
    /// <returns>The rows, oldest first. A command's is there when its stream has ended.</returns>
    public Task<IReadOnlyList<AuditEntry>> ReadAuditLogAsync(string? agentId = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _parts.Audit.Read(agentId?.ToLowerInvariant()), cancellationToken);

    /// <summary>Where the audit log ends now. Keep it elsewhere for <see cref="VerifyAuditLogAsync"/>.</summary>
    /// <returns>The last row's number and hash.</returns>
    public AuditHead GetAuditHead() => _parts.Audit.Head;

    /// <summary>
    /// Checks that no row of the audit log was changed, added or removed since it was written. The backend waits meanwhile: about a second
    /// for 100,000 rows.
    /// </summary>
    /// <param name="expectedHead">
    /// Where the log ended when you looked. It tells also of rows cut off, or all written anew, before this backend started. Null for nothing.
    /// </param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <returns>What is wrong, and with which row; or that nothing is.</returns>
    public Task<AuditVerification> VerifyAuditLogAsync(AuditHead? expectedHead = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => _parts.Audit.Verify(expectedHead, cancellationToken), cancellationToken);

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
    public HttpMessageHandler CreateHandler() => _parts.Memory.CreateHandler();

    /// <summary>
    /// Stops serving and ends every process on every computer. Without a <see cref="FlapjackBackendOptions.DataDirectory"/> all that there was
    /// is removed; in one, agents, files and the output of commands stay for the next start. A command that runs is stopped, a bootstrap that
    /// runs has failed. A webhook that is on its way, or was never tried, has two seconds of real time; one that is not delivered then, or waits
    /// to be tried again, stays for the next start too or, without a data directory, is dropped.
    /// </summary>
    /// <returns>When that is done, whoever else has asked for it.</returns>
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
