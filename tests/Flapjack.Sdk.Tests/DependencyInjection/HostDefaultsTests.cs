using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Flapjack.Sdk.Tests.DependencyInjection;

public sealed class HostDefaultsTests
{
    public static TheoryData<string> Orders => ["before", "after", "both"];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Resilience_by_default_does_not_multiply_our_attempts(string order)
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", new Answer(503, """{"error":"UNAVAILABLE"}"""));
        await using var provider = Host(order, wire.Address);
        var client = provider.GetRequiredService<FlapjackClient>();

        var thrown = await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackApiException>();

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
        var run = provider.GetRequiredService<FlapjackClient>().RunComputerAsync("a1", new() { Command = "x" });
        var connection = await server.AcceptRequest();

        // The standard handler would give up on an attempt after 10 s, and on all of them after 30 s.
        clock.Advance(TimeSpan.FromSeconds(40));
        await connection.Write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + Frames.Exit);

        (await run.Soon()).Ok.Should().BeTrue();
        (await server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_log_line_holds_the_key(bool hostRedactsNothing)
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", "{}");
        wire.Answers("/api/agents/a2/computer/status", new Answer(401, """{"error":"UNAUTHORIZED"}"""));
        wire.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Exec));
        var logs = new CapturedLog();
        await using var provider = Host("before", wire.Address, services =>
        {
            services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs.Loggers));
            if (hostRedactsNothing)
            {
                services.ConfigureHttpClientDefaults(defaults => defaults.RedactLoggedHeaders(_ => false));
            }
        });
        var client = provider.GetRequiredService<FlapjackClient>();

        await client.GetComputerStatusAsync("a1").Soon();
        await client.RunComputerAsync("a1", new() { Command = "x" }).Soon();
        await client.Invoking(c => c.GetComputerStatusAsync("a2").Soon()).Should().ThrowAsync<FlapjackAuthenticationException>();

        logs.Lines.Should().Contain(line => line.Contains("Authorization", StringComparison.Ordinal), "headers are logged at Trace");
        logs.Lines.Where(line => line.Contains(TestClient.Key, StringComparison.Ordinal)).Should().BeEmpty();
    }

    private static ServiceProvider Host(string order, Uri address, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        configure?.Invoke(services);
        if (order is "before" or "both")
        {
            AddDefaults();
        }

        services.AddFlapjack(options => (options.ApiKey, options.BaseAddress, options.RetryDelay) = (TestClient.Key, address, TimeSpan.FromMilliseconds(1)));
        if (order is "after" or "both")
        {
            AddDefaults();
        }

        return services.BuildServiceProvider();

        void AddDefaults() => services.ConfigureHttpClientDefaults(defaults => defaults.AddStandardResilienceHandler());
    }
}
