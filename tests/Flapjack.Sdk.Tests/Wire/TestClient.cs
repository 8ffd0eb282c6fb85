namespace Flapjack.Sdk.Tests.Wire;

/// <summary>Makes clients that never read the environment, never wait long between attempts, and never give up for want of time.</summary>
internal static class TestClient
{
    public const string Key = "fj_live_0123456789abcdef";

    public static FlapjackClient At(Uri address, Action<FlapjackClientOptions>? configure = null) => new(Options(address, configure));

    public static FlapjackClient Over(HttpClient httpClient, Uri address, Action<FlapjackClientOptions>? configure = null) =>
        new(httpClient, Options(address, configure));

    public static FlapjackClientOptions Options(Uri address, Action<FlapjackClientOptions>? configure = null)
    {
        var options = new FlapjackClientOptions
        {
            ApiKey = Key,
            BaseAddress = address,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            TimeProvider = new UnhurriedClock(),
        };
        configure?.Invoke(options);
        return options;
    }
}
