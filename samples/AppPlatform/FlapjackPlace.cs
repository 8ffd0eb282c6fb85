using Flapjack.ReferenceBackend;

namespace AppPlatform;

/// <summary>Where Flapjack is: the service if there is an API key, else a backend inside this process.</summary>
internal sealed class FlapjackPlace : IAsyncDisposable
{
    private readonly FlapjackBackend? _backend;

    private FlapjackPlace(FlapjackBackend? backend, string apiKey, string webhookSecret)
    {
        _backend = backend;
        ApiKey = apiKey;
        WebhookSecret = webhookSecret;
    }

    public string ApiKey { get; }

    /// <summary>The backend's address; null for the service, whose address the client knows.</summary>
    public Uri? BaseAddress => _backend?.BaseAddress;

    public string WebhookSecret { get; }

    /// <summary>The address under which Flapjack reaches this platform; null if that is the address that the platform listens on.</summary>
    public string? PublicUrl { get; private init; }

    /// <summary>The place in words.</summary>
    public string Description => _backend is null ? "the Flapjack service" : "a backend of its own, with real local processes";

    /// <summary>Reads the settings, and starts the backend if none of them names an account.</summary>
    /// <exception cref="StartException">A setting is missing, or the backend does not start here.</exception>
    public static async Task<FlapjackPlace> FindAsync(IConfiguration settings)
    {
        if (settings["FLAPJACK_API_KEY"] is not { Length: > 0 } apiKey)
        {
            return await StartBackendAsync();
        }

        return new(null, apiKey, Required(settings, "FLAPJACK_WEBHOOK_SECRET", "the signing secret from the organization's settings, Webhooks"))
        {
            PublicUrl = Required(settings, "PUBLIC_URL", "the public https address under which Flapjack reaches this app, for its webhooks").TrimEnd('/'),
        };
    }

    /// <summary>Connects a client to the backend inside this process. Over TCP the client would use the machine's proxy, if there is one.</summary>
    public void Connect(IHttpClientBuilder client)
    {
        if (_backend is not null)
        {
            client.ConfigurePrimaryHttpMessageHandler(_backend.CreateHandler);
        }
    }

    public ValueTask DisposeAsync() => _backend?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<FlapjackPlace> StartBackendAsync()
    {
        try
        {
            var backend = await FlapjackBackend.StartAsync(new()
            {
                // The webhooks go to this program, which listens on this machine.
                AllowLoopbackWebhooks = true,
                ComputerPath = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin",
            });
            return new(backend, backend.ApiKey, backend.WebhookSecret);
        }
        catch (Exception e) when (e is PlatformNotSupportedException or IOException)
        {
            throw new StartException(e.Message);
        }
    }

    private static string Required(IConfiguration settings, string name, string what) => settings[name] is { Length: > 0 } value
        ? value
        : throw new StartException(
            $"FLAPJACK_API_KEY is set, so this talks to the Flapjack service, which also needs {name}: {what}. Without FLAPJACK_API_KEY it needs neither.");
}
