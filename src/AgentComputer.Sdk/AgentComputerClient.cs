using AgentComputer.Sdk.Settings;
using AgentComputer.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Http.Options;

namespace AgentComputer.Sdk;

/// <summary>
/// The client of Agent Computer's API: cloud computers for agents, with files, processes, published ports and snapshots. Thread-safe; make one and
/// keep it. The methods of each resource stand in the folder of that resource.
/// </summary>
/// <remarks>
/// <para>All methods share what is written here; a method's own comment tells only what is special about it.</para>
/// <para>
/// An argument that can't be sent is an <see cref="ArgumentException"/> that names it: an id that is empty or blank (of null, an
/// <see cref="ArgumentNullException"/>), a text that holds half a character. It is thrown at the call itself, before anything is sent. The API
/// takes ids only; the handle of a computer is no id.
/// </para>
/// <para>
/// Every failure is an <see cref="AgentComputerException"/>. If the service refused the call it is an <see cref="AgentComputerApiException"/>, of these
/// types where they fit: <see cref="AgentComputerValidationException"/> (400, 422), <see cref="AgentComputerAuthenticationException"/> (401),
/// <see cref="AgentComputerPermissionException"/> (403), <see cref="AgentComputerNotFoundException"/> (404),
/// <see cref="AgentComputerConflictException"/> (409), <see cref="AgentComputerRateLimitedException"/> (429). Without an answer it is an
/// <see cref="AgentComputerConnectionException"/> or an <see cref="AgentComputerTimeoutException"/>, and an
/// <see cref="AgentComputerProtocolException"/> if the answer is not the API's.
/// </para>
/// <para>
/// A cancelled token gives an <see cref="OperationCanceledException"/>; whether the service had acted by then is unknown. A disposed client throws an
/// <see cref="ObjectDisposedException"/>.
/// </para>
/// <para>
/// After a transient failure a GET, PUT or DELETE is sent again, up to <see cref="AgentComputerClientOptions.MaxRetries"/> times; a POST or PATCH only
/// if the service provably did nothing. A DELETE whose repeat finds nothing has succeeded: an earlier attempt deleted it.
/// </para>
/// <para>
/// The service makes changes in the background. A method that starts such a change returns at once, with the resource as it is and an operation;
/// <see cref="WaitForOperationAsync"/> waits for the end of the change.
/// </para>
/// </remarks>
public partial class AgentComputerClient : IDisposable
{
    private readonly WireHttp? _http;

    /// <summary>Makes a client for the hosted service.</summary>
    /// <param name="apiKey">The API key, <c>ak_…</c>, or an access token.</param>
    /// <exception cref="ArgumentException">The key is empty or can't stand in a header.</exception>
    public AgentComputerClient(string apiKey)
        : this(new AgentComputerClientOptions { ApiKey = CheckGiven(apiKey) })
    {
    }

    /// <summary>Makes a client with a connection pool of its own.</summary>
    /// <param name="options">How to reach the service; an option that is null comes from the environment.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public AgentComputerClient(AgentComputerClientOptions options)
    {
        var settings = ClientSettings.From(options);
        _http = new(Connections.Create(settings), settings, typeof(AgentComputerClient));
    }

    /// <summary>Makes a client over an <see cref="HttpClient"/> of yours, which the client neither changes nor disposes.</summary>
    /// <param name="httpClient">
    /// Its own <see cref="HttpClient.Timeout"/> applies until the headers of an answer are there. Turn off redirects in its handler: a request
    /// that the handler sends on to another address fails with <see cref="AgentComputerProtocolException"/>, and its body is not sent a second time.
    /// </param>
    /// <param name="options">How to reach the service; an option that is null comes from the environment.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public AgentComputerClient(HttpClient httpClient, AgentComputerClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        _http = new(Connections.Of(httpClient), ClientSettings.From(options), typeof(AgentComputerClient));
    }

    internal AgentComputerClient(WireSettings settings, Connections connections) => _http = new(connections, settings, typeof(AgentComputerClient));

    /// <summary>For mocks: every method that is not overridden throws.</summary>
    protected AgentComputerClient()
    {
    }

    private WireHttp Http
    {
        get
        {
            var http = _http ?? throw new InvalidOperationException("This AgentComputerClient was made by its parameterless constructor, for a mock; override the method.");
            http.ThrowIfDisposed();
            return http;
        }
    }

    /// <summary>
    /// Closes the connection pool, if the client has one of its own. Every method throws an <see cref="ObjectDisposedException"/> from then on, and
    /// so does the enumeration of a stream that has not begun.
    /// </summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connection pool, if the client has one of its own.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _http?.Dispose();
        }
    }

    /// <summary>Takes what the caller wants out of the wrapper that the wire has around it.</summary>
    private static async Task<TResult> Only<TAnswer, TResult>(Task<TAnswer> answer, Func<TAnswer, TResult> part) => part(await answer.ConfigureAwait(false));

    // A caller that gives a key means that key: if it is empty, the key of the environment must not take its place.
    private static string CheckGiven(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        var faults = new OptionFaults(AgentComputerDialect.Vendor, serviceKey: null);
        faults.Add(nameof(AgentComputerClientOptions.ApiKey), string.IsNullOrWhiteSpace(apiKey)
            ? $"is missing: the key that was given is empty. Make the client from AgentComputerClientOptions to use the environment variable {AgentComputerClientOptions.ApiKeyVariable}"
            : null);
        faults.ThrowIfAny();
        return apiKey;
    }
}
