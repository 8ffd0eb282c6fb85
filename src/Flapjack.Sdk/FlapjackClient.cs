using Flapjack.Sdk.Http;
using Flapjack.Sdk.Settings;

namespace Flapjack.Sdk;

/// <summary>
/// The client of Flapjack's API: agents with persistent Linux computers. Thread-safe; make one and keep it.
/// The methods of each resource stand in the folder of that resource.
/// </summary>
public partial class FlapjackClient : IDisposable
{
    private readonly ClientSettings? _settings;
    private readonly FlapjackHttp? _http;

    /// <summary>Makes a client for the hosted service.</summary>
    /// <param name="apiKey">The API key, <c>fj_live_…</c>, or a JWT.</param>
    /// <exception cref="ArgumentException">The key is empty or can't stand in a header.</exception>
    public FlapjackClient(string apiKey)
        : this(new FlapjackClientOptions { ApiKey = CheckGiven(apiKey) })
    {
    }

    /// <summary>Makes a client with a connection pool of its own.</summary>
    /// <param name="options">How to reach the service; what is null there comes from the environment.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public FlapjackClient(FlapjackClientOptions options)
    {
        _settings = ClientSettings.From(options);
        _http = new(Connections.Create(_settings.Http), _settings.Http, typeof(FlapjackClient));
    }

    /// <summary>Makes a client over an <see cref="HttpClient"/> of yours, which stays yours: it is neither changed nor disposed.</summary>
    /// <param name="httpClient">
    /// Its own <see cref="HttpClient.Timeout"/> applies until the headers of an answer are there. Turn off redirects in its handler: a request
    /// that the handler sends on to another address fails with <see cref="FlapjackProtocolException"/>, and its body is not sent a second time.
    /// </param>
    /// <param name="options">How to reach the service; what is null there comes from the environment.</param>
    /// <exception cref="ArgumentException">An option is missing or out of its range; the message names it.</exception>
    public FlapjackClient(HttpClient httpClient, FlapjackClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        _settings = ClientSettings.From(options);
        _http = new(Connections.Of(httpClient), _settings.Http, typeof(FlapjackClient));
    }

    internal FlapjackClient(ClientSettings settings, Connections connections) => 
        (_settings, _http) = (settings, new(connections, settings.Http, typeof(FlapjackClient)));

    /// <summary>For mocks: every method that is not overridden throws.</summary>
    protected FlapjackClient()
    {
    }

    private FlapjackHttp Http
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

    // Whoever gives a key means that key: an empty one must not become the environment's.
    private static string CheckGiven(string apiKey)
    {
        ArgumentNullException.ThrowIfNull(apiKey);
        var faults = new OptionFaults(serviceKey: null);
        faults.Add(nameof(FlapjackClientOptions.ApiKey), string.IsNullOrWhiteSpace(apiKey)
            ? $"is missing: the key that was given is empty. Make the client from FlapjackClientOptions to use the environment variable {FlapjackClientOptions.ApiKeyVariable}"
            : null);
        faults.ThrowIfAny();
        return apiKey;
    }
}
