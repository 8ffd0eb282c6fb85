using AgentComputer.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AgentComputer.Sdk.Tests.DependencyInjection;

public sealed class HostDefaultsTests
{
    private const string ShareToken = "tok_0123456789";
    private const string ConnectToken = "geheim-0123456789";

    public static TheoryData<string> Orders => ["before", "after", "both"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Resilience_by_default_does_not_multiply_our_attempts(string order)
    {
        using var wire = new WireServer();
        wire.Answers("/v1/computers/c1", new Answer(503, """{"error":"UNAVAILABLE"}"""));
        await using var provider = Host(order, wire.Address);
        var client = provider.GetRequiredService<AgentComputerClient>();

        var thrown = await client.Invoking(c => c.GetComputerAsync("c1").Soon()).Should().ThrowAsync<AgentComputerApiException>();

        thrown.Which.Attempts.Should().Be(4);
        wire.Requests.Should().HaveCount(4);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Resilience_by_default_does_not_send_a_slow_command_again(string order)
    {
        await using var server = new RawServer();
        var clock = new TestClock();
        await using var provider = Host(order, server.Address, services => services.AddSingleton<TimeProvider>(clock));
        var run = provider.GetRequiredService<AgentComputerClient>().ExecAsync("c1", new() { Command = ["x"] });
        var connection = await server.AcceptRequest();

        // The standard handler would give up on an attempt after 10 s, and on all of them after 30 s.
        clock.Advance(TimeSpan.FromSeconds(40));
        await connection.Answer(200, """{"exit_code":0,"duration_ms":29000}""");

        (await run.Soon()).Succeeded.Should().BeTrue();
        (await server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_log_line_holds_the_key_or_another_secret(bool hostRedactsNothing)
    {
        using var wire = new WireServer();
        wire.Answers("/v1/computers/c1", "{}");
        wire.Answers("/v1/computers/c2", new Answer(401, """{"error":"UNAUTHORIZED"}"""));
        wire.Answers($"/v1/shares/{ShareToken}", "{}");
        wire.Answers("/v1/computers/c1/access-sessions", new Answer(201, $$$"""{"session":{"id":"s1","access_url":"https://x.test/?access_token={{{ConnectToken}}}","connect_token":"{{{ConnectToken}}}"}}"""));
        var logs = new CapturedLog();
        await using var provider = Host("before", wire.Address, services =>
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs.Loggers));
            if (hostRedactsNothing)
            {
                services.ConfigureHttpClientDefaults(defaults => defaults.RedactLoggedHeaders(_ => false));
            }
        });
        var client = provider.GetRequiredService<AgentComputerClient>();

        await client.GetComputerAsync("c1").Soon();
        await client.ResolveShareAsync(ShareToken).Soon();
        await client.CreateAccessSessionAsync("c1", new() { Kind = AccessSessionKind.Exec }).Soon();
        await client.Invoking(c => c.GetComputerAsync("c2").Soon()).Should().ThrowAsync<AgentComputerAuthenticationException>();

        logs.Lines.Should().Contain(line => line.Contains("/v1/shares/[hidden]", StringComparison.Ordinal)).And.Contain(line => line.Contains("/v1/computers/c1 ", StringComparison.Ordinal));
        logs.Lines.Where(line => new[] { TestClient.Key, ShareToken, ConnectToken }.Any(secret => line.Contains(secret, StringComparison.Ordinal))).Should().BeEmpty();
    }

    private static ServiceProvider Host(string order, Uri address, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        configure?.Invoke(services);
        if (order is "before" or "both")
        {
            AddDefaults();
        }

        services.AddAgentComputer(options => (options.ApiKey, options.BaseAddress, options.RetryDelay) = (TestClient.Key, address, TimeSpan.FromMilliseconds(1)));
        if (order is "after" or "both")
        {
            AddDefaults();
        }

        return services.BuildServiceProvider();

        void AddDefaults() => services.ConfigureHttpClientDefaults(defaults => defaults.AddStandardResilienceHandler());
    }
}
