using Flapjack.Sdk.Settings;
using Flapjack.Sdk.Wire;
using Shared.Wire.Http;
using Shared.Wire.Http.Options;

namespace Flapjack.Sdk;

/// <summary>
/// The client of Flapjack's API: agents with persistent Linux computers. Thread-safe; make one and keep it.
/// The methods of each resource stand in the folder of that resource.
/// </summary>
/// <remarks>
/// <para>All methods share what is written here; a method's own comment tells only what is special about it.</para>
/// <para>
/// An argument that can't be sent is an <see cref="ArgumentException"/> that names it: an id that is empty or blank (of null, an
/// <see cref="ArgumentNullException"/>), a text that holds half a character. It is thrown at the call itself, before anything is sent.
/// </para>
/// <para>
/// Every failure is a <see cref="FlapjackException"/>. If the service refused the call it is a <see cref="FlapjackApiException"/>, of these types
/// where they fit: <see cref="FlapjackValidationException"/> (400, 422), <see cref="FlapjackAuthenticationException"/> (401),
/// <see cref="FlapjackPermissionException"/> (403), <see cref="FlapjackNotFoundException"/> (404: what an id names is not there, or belongs to another
/// organization), <see cref="RateLimitedException"/> (429). Without an answer it is a <see cref="FlapjackConnectionException"/> or a
/// <see cref="FlapjackTimeoutException"/>, and a <see cref="FlapjackProtocolException"/> if the answer is not the API's.
/// </para>
/// <para>
/// A cancelled token gives an <see cref="OperationCanceledException"/>; whether the service had acted by then is unknown. A disposed client throws an
/// <see cref="ObjectDisposedException"/>.
/// </para>
/// <para>
/// After a transient failure a GET, PUT or DELETE is sent again, up to <see cref="FlapjackClientOptions.MaxRetries"/> times; a POST or PATCH only if
/// the service provably did nothing. A DELETE whose repeat finds nothing has succeeded: an earlier attempt deleted it.
/// </para>
/// <para>
/// A method that returns a <see cref="System.Text.Json.JsonElement"/> does so because no document shows the answer. If the service answers a change
/// without a body, the method returns JSON null.
/// </para>
/// </remarks>
public partial class FlapjackClient : IDisposable
{
    private readonly ClientSettings? _settings;
    private readonly WireHttp? _http;

    /// <summary>Makes a client for the hosted service.</summary>
    /// <param name="apiKey">The API key, <c>fj_live_…</c>, or a JWT.</param>
    /// <exception cref="ArgumentException">The key is empty or can't stand in a header.</exception>
    public FlapjackClient(string apiKey)
        : this(new FlapjackClientOptions { ApiKey = CheckGiven(apiKey) })
    {
    }

    /// <summary>Makes a client with a connection pool of its own.</summary>
    /// <param name="options">How to reach the service; an option that is null comes from the environment.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public FlapjackClient(FlapjackClientOptions options)
    {
        _settings = ClientSettings.From(options);
        _http = new(Connections.Create(_settings.Http), _settings.Http, typeof(FlapjackClient));
    }

    /// <summary>Makes a client over an <see cref="HttpClient"/> of yours, which the client neither changes nor disposes.</summary>
    /// <param name="httpClient">
    /// Its own <see cref="HttpClient.Timeout"/> applies until the headers of an answer are there. Turn off redirects in its handler: a request
    /// that the handler sends on to another address fails with <see cref="FlapjackProtocolException"/>, and its body is not sent a second time.
    /// </param>
    /// <param name="options">How to reach the service; an option that is null comes from the environment.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public FlapjackClient(HttpClient httpClient, FlapjackClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        _settings = ClientSettings.From(options);
        _http = new(Connections.Of(httpClient), _settings.Http, typeof(FlapjackClient));
    }

    internal FlapjackClient(ClientSettings settings, Connections connections) =>
        (_settings, _http) = (settings, new(connections, settings.Http, typeof(FlapjackClient)));

    private FlapjackClient(ClientSettings settings, WireHttp http) => (_settings, _http) = (settings, http);

    /// <summary>For mocks: every method that is not overridden throws.</summary>
    protected FlapjackClient()
    {
    }

    /// <summary>Keeps the API key out of exceptions; a mock has none.</summary>
    internal Redaction Redaction => _http?.Settings.Redaction ?? Redaction.None;

    private WireHttp Http
    {
        get
        {
            var http = _http ?? throw new InvalidOperationException("This FlapjackClient was made by its parameterless constructor, for a mock; override the method.");
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

    // A caller that gives a key means that key: if it is empty, the key of the environment must not take its place.
    private static string CheckGiven(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        var faults = new OptionFaults(FlapjackDialect.Vendor, serviceKey: null);
        faults.Add(nameof(FlapjackClientOptions.ApiKey), string.IsNullOrWhiteSpace(apiKey)
            ? $"is missing: the key that was given is empty. Make the client from FlapjackClientOptions to use the environment variable {FlapjackClientOptions.ApiKeyVariable}"
            : null);
        faults.ThrowIfAny();
        return apiKey;
    }
}
