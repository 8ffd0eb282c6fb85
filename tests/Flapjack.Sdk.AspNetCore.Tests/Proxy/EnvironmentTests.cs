namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
[Collection(nameof(EnvironmentTests))]
public sealed class EnvironmentTests : IDisposable
{
    private static readonly string[] Variables = [FlapjackClientOptions.ApiKeyVariable, FlapjackClientOptions.BaseAddressVariable];

    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public async Task What_the_options_leave_open_comes_from_the_environment(string? open)
    {
        await using var service = await StubService.StartAsync(200, "{}");
        Environment.SetEnvironmentVariable(FlapjackClientOptions.ApiKeyVariable, "fj_live_environment");
        Environment.SetEnvironmentVariable(FlapjackClientOptions.BaseAddressVariable, service.Address.AbsoluteUri);
        await using var app = await ProxyApp.StartAsync(service, options =>
            (options.ApiKey, options.BaseAddress) = (open, open is null ? null : new(open, UriKind.Relative)));

        using var response = await app.SendAsync("GET", "/api/agents");

        service.Arrivals.Should().ContainSingle().Which.Headers["Authorization"].Should().Be("Bearer fj_live_environment");
        app.Log.Lines.Should().NotContain(line => line.Contains("fj_live_environment"));
    }
}
