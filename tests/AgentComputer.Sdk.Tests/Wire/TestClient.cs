namespace AgentComputer.Sdk.Tests.Wire;

/// <summary>Makes clients that never read the environment, never wait long between attempts, and never give up for want of time.</summary>
internal static class TestClient
{
    public const string Key = "ak_0123456789abcdef";

    public static AgentComputerClient At(Uri address, Action<AgentComputerClientOptions>? configure = null) => new(Options(address, configure));

    public static AgentComputerClient Over(HttpClient httpClient, Uri address, Action<AgentComputerClientOptions>? configure = null) =>
        new(httpClient, Options(address, configure));

    public static AgentComputerClientOptions Options(Uri address, Action<AgentComputerClientOptions>? configure = null)
    {
        var options = new AgentComputerClientOptions
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
