using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Flapjack.Sdk.Tests.DependencyInjection;

public sealed class AddFlapjackTests : IDisposable
{
    private const string Path = "/api/agents/a1/computer/status";

    private readonly WireServer _wire = new();
    private readonly ServiceCollection _services = new();

    public AddFlapjackTests() => _wire.Answers(Path, "{}");

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_delegate_sets_the_options()
    {
        _services.AddFlapjack(options => (options.ApiKey, options.BaseAddress) = ("fj_live_delegate", _wire.Address));

        await Call();

        _wire.Request.Header("Authorization").Should().Be("Bearer fj_live_delegate");
    }

    [Fact]
    public async Task A_section_of_the_configuration_sets_the_options()
    {
        _wire.Answers("/api/agents/a2/computer/status", new Answer(503));
        _services.AddFlapjack(Section(("ApiKey", "fj_live_section"), ("BaseAddress", _wire.Address.AbsoluteUri), ("MaxRetries", "1"), ("RetryDelay", "00:00:00.001")));

        var call = () => Call("a2");

        (await call.Should().ThrowAsync<FlapjackApiException>()).Which.Attempts.Should().Be(2);
        _wire.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Header("Authorization") == "Bearer fj_live_section");
    }

    [Fact]
    public void Every_option_but_the_clock_and_the_governor_can_be_configured()
    {
        _services.AddFlapjack(Section(
            ("ApiKey", "k"), ("BaseAddress", "http://flapjack.test"), ("ConnectTimeout", "00:00:01"), ("ResponseTimeout", "00:00:02"), ("StreamIdleTimeout", "00:00:03"),
            ("ReadyTimeout", "00:00:04"), ("MaxRetries", "5"), ("RetryDelay", "00:00:06"), ("MaxRetryAfter", "00:00:07")));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<FlapjackClientOptions>>().Value;

        options.Should().BeEquivalentTo(new
        {
            ApiKey = "k",
            BaseAddress = new Uri("http://flapjack.test"),
            ConnectTimeout = TimeSpan.FromSeconds(1),
            ResponseTimeout = TimeSpan.FromSeconds(2),
            StreamIdleTimeout = TimeSpan.FromSeconds(3),
            ReadyTimeout = TimeSpan.FromSeconds(4),
            MaxRetries = 5,
            RetryDelay = TimeSpan.FromSeconds(6),
            MaxRetryAfter = TimeSpan.FromSeconds(7),
        });
    }

    [Fact]
    public void The_client_is_one_and_closed_with_the_container()
    {
        _services.AddFlapjack(Configure);
        _services.AddFlapjack(options => options.MaxRetries = 1);
        var provider = _services.BuildServiceProvider();

        var clients = new[] { provider.GetRequiredService<FlapjackClient>(), provider.GetRequiredService<FlapjackClient>() };
        using var scope = provider.CreateScope();

        clients[0].Should().BeSameAs(clients[1]).And.BeSameAs(scope.ServiceProvider.GetRequiredService<FlapjackClient>());
        provider.GetServices<FlapjackClient>().Should().ContainSingle();
        provider.Invoking(p => p.Dispose()).Should().NotThrow();
    }

    [Fact]
    public async Task Keyed_clients_stand_side_by_side()
    {
        _services.AddKeyedFlapjack("one", options => (options.ApiKey, options.BaseAddress) = ("fj_live_one", _wire.Address));
        _services.AddKeyedFlapjack("two", Section(("ApiKey", "fj_live_two"), ("BaseAddress", _wire.Address.AbsoluteUri)));
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<FlapjackClient>("one").GetComputerStatusAsync("a1").Soon();
        await provider.GetRequiredKeyedService<FlapjackClient>("two").GetComputerStatusAsync("a1").Soon();

        _wire.Requests.Select(request => request.Header("Authorization")).Should().Equal("Bearer fj_live_one", "Bearer fj_live_two");
        provider.GetService<FlapjackClient>().Should().BeNull();
    }

    [Fact]
    public void A_governor_in_the_container_is_the_clients()
    {
        _services.AddSingleton<FlapjackQuotaGovernor>();
        _services.AddKeyedSingleton("one", (_, _) => new FlapjackQuotaGovernor());
        _services.AddFlapjack(Configure);
        _services.AddKeyedFlapjack("one", Configure);
        _services.AddKeyedFlapjack("two", Section(("ApiKey", "k")));
        using var provider = _services.BuildServiceProvider();
        FlapjackQuotaGovernor? GovernorOf(string name) => provider.GetRequiredService<IOptionsMonitor<FlapjackClientOptions>>().Get(name).QuotaGovernor;

        GovernorOf("").Should().NotBeNull().And.BeSameAs(provider.GetRequiredService<FlapjackQuotaGovernor>());
        GovernorOf("one").Should().NotBeNull().And.BeSameAs(provider.GetRequiredKeyedService<FlapjackQuotaGovernor>("one"));
        GovernorOf("two").Should().BeNull("none is registered for that organization");
    }

    [Fact]
    public void The_options_own_governor_goes_before_the_containers()
    {
        using var own = new FlapjackQuotaGovernor();
        _services.AddSingleton<FlapjackQuotaGovernor>();
        _services.AddFlapjack(options => { Configure(options); options.QuotaGovernor = own; });
        using var provider = _services.BuildServiceProvider();

        provider.GetRequiredService<IOptions<FlapjackClientOptions>>().Value.QuotaGovernor.Should().BeSameAs(own);
    }

    [Fact]
    public async Task The_clients_commands_go_through_it()
    {
        _wire.Answers("/api/agents/a1/computer/exec", Answer.Events(Frames.Exec));
        _services.AddSingleton<FlapjackQuotaGovernor>();
        _services.AddFlapjack(Configure);
        await using var provider = _services.BuildServiceProvider();
        var client = provider.GetRequiredService<FlapjackClient>();
        await client.RunComputerAsync("a1", new() { Command = "x" }).Soon();
        provider.GetRequiredService<FlapjackQuotaGovernor>().Dispose();

        var run = () => client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

        await run.Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_handler_of_the_hosts_own_sees_every_attempt()
    {
        _wire.Answers("/api/agents/a2/computer/status", new Answer(503), Answer.Json("{}"));
        var seen = 0;
        _services.AddFlapjack(Configure).AddHttpMessageHandler(() => new CountingHandler(() => seen++));

        await Call("a2");

        seen.Should().Be(2);
    }

    [Fact]
    public void The_named_client_has_no_clock_of_its_own()
    {
        _services.AddFlapjack(Configure);
        _services.AddKeyedFlapjack("one", Configure);
        using var provider = _services.BuildServiceProvider();
        var clients = provider.GetRequiredService<IHttpClientFactory>();

        clients.CreateClient("Flapjack").Timeout.Should().Be(Timeout.InfiniteTimeSpan);
        clients.CreateClient("Flapjack:one").Timeout.Should().Be(Timeout.InfiniteTimeSpan);
    }

    [Theory]
    [InlineData("Flapjack", 7)]
    [InlineData("Flapjack:one", 8)]
    public void The_named_clients_connections_are_as_those_of_a_client_of_ours_and_renew_themselves(string name, int connectSeconds)
    {
        _services.AddFlapjack(options => { Configure(options); options.ConnectTimeout = TimeSpan.FromSeconds(7); });
        _services.AddKeyedFlapjack("one", options => { Configure(options); options.ConnectTimeout = TimeSpan.FromSeconds(8); });
        using var provider = _services.BuildServiceProvider();

        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(name);
        while (handler is DelegatingHandler outer)
        {
            handler = outer.InnerHandler!;
        }

        handler.Should().BeOfType<SocketsHttpHandler>().Which.Should().BeEquivalentTo(new
        {
            ConnectTimeout = TimeSpan.FromSeconds(connectSeconds),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseDrainSize = 0,
        });
        // The singleton would keep a handler that the factory has given up.
        provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get(name).HandlerLifetime.Should().Be(Timeout.InfiniteTimeSpan);
    }

    public static TheoryData<string, Action<FlapjackClientOptions>> BadOptions => new()
    {
        { "MaxRetries", options => options.MaxRetries = 11 },
        { "ApiKey", options => options.ApiKey = "fj_live\n" },
        { "BaseAddress", options => options.BaseAddress = new("ftp://flapjack.test") },
        { "ResponseTimeout", options => options.ResponseTimeout = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_host_with_a_bad_option_does_not_start(string name, Action<FlapjackClientOptions> spoil) =>
        await DoesNotStart(name, services => services.AddFlapjack(options => { Configure(options); spoil(options); }));

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Nor_does_one_whose_keyed_client_has_a_bad_option(string name, Action<FlapjackClientOptions> spoil) =>
        await DoesNotStart(name, services => services.AddKeyedFlapjack("one", options => { Configure(options); spoil(options); }));

    [Fact]
    public async Task Nor_does_one_with_a_bad_section() =>
        await DoesNotStart("RetryDelay", services => services.AddFlapjack(Section(("ApiKey", "k"), ("BaseAddress", "http://flapjack.test"), ("RetryDelay", "00:00:00"))));

    [Fact]
    public async Task A_host_with_good_options_starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddFlapjack(Configure);
        using var host = builder.Build();

        await host.StartAsync().Soon();

        await host.Services.GetRequiredService<FlapjackClient>().GetComputerStatusAsync("a1").Soon();
        await host.StopAsync().Soon();
    }

    [Fact]
    public void Null_is_refused()
    {
        Action[] calls =
        [
            () => ((IServiceCollection)null!).AddFlapjack(),
            () => _services.AddFlapjack((IConfiguration)null!),
            () => _services.AddKeyedFlapjack("", Configure),
            () => _services.AddKeyedFlapjack(null!, Configure),
            () => _services.AddKeyedFlapjack("one", (Action<FlapjackClientOptions>)null!),
            () => _services.AddKeyedFlapjack("one", (IConfiguration)null!),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>());
    }

    private void Configure(FlapjackClientOptions options) =>
        (options.ApiKey, options.BaseAddress, options.RetryDelay) = (TestClient.Key, _wire.Address, TimeSpan.FromMilliseconds(1));

    private async Task Call(string agentId = "a1")
    {
        await using var provider = _services.BuildServiceProvider();
        await provider.GetRequiredService<FlapjackClient>().GetComputerStatusAsync(agentId).Soon();
    }

    private static async Task DoesNotStart(string name, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        using var host = builder.Build();

        var start = () => host.StartAsync().Soon();

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage($"*The Flapjack option {name} *");
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Flapjack:{value.Key}", (string?)value.Value)))
        .Build()
        .GetSection("Flapjack");

    private sealed class CountingHandler(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
