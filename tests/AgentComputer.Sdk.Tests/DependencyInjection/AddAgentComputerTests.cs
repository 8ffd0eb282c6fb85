using AgentComputer.Sdk.Tests.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace AgentComputer.Sdk.Tests.DependencyInjection;

public sealed class AddAgentComputerTests : IDisposable
{
    private const string Path = "/v1/computers/c1";

    private readonly WireServer _wire = new();
    private readonly ServiceCollection _services = new();

    public AddAgentComputerTests() => _wire.Answers(Path, "{}");

    public void Dispose() => _wire.Dispose();

    [Fact]
    public async Task A_delegate_sets_the_options()
    {
        _services.AddAgentComputer(options => (options.ApiKey, options.BaseAddress) = ("ak_delegate", _wire.Address));

        await Call();

        _wire.Request.Header("Authorization").Should().Be("Bearer ak_delegate");
    }

    [Fact]
    public async Task A_section_of_the_configuration_sets_the_options()
    {
        _wire.Answers("/v1/computers/c2", new Answer(503));
        _services.AddAgentComputer(Section(("ApiKey", "ak_section"), ("BaseAddress", _wire.Address.AbsoluteUri), ("MaxRetries", "1"), ("RetryDelay", "00:00:00.001")));

        var call = () => Call("c2");

        (await call.Should().ThrowAsync<AgentComputerApiException>()).Which.Attempts.Should().Be(2);
        _wire.Requests.Should().HaveCount(2).And.OnlyContain(request => request.Header("Authorization") == "Bearer ak_section");
    }

    [Fact]
    public void Every_option_but_the_clock_and_the_provider_can_be_configured()
    {
        _services.AddAgentComputer(Section(
            ("ApiKey", "k"), ("BaseAddress", "http://computer.test"), ("ConnectTimeout", "00:00:01"), ("ResponseTimeout", "00:00:02"), ("StreamIdleTimeout", "00:00:03"),
            ("MaxStreamFrameBytes", "4096"), ("MaxRetries", "5"), ("RetryDelay", "00:00:06"), ("MaxRetryAfter", "00:00:07")));
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<AgentComputerClientOptions>>().Value;

        options.Should().BeEquivalentTo(new
        {
            ApiKey = "k",
            BaseAddress = new Uri("http://computer.test"),
            ConnectTimeout = TimeSpan.FromSeconds(1),
            ResponseTimeout = TimeSpan.FromSeconds(2),
            StreamIdleTimeout = TimeSpan.FromSeconds(3),
            MaxStreamFrameBytes = 4096,
            MaxRetries = 5,
            RetryDelay = TimeSpan.FromSeconds(6),
            MaxRetryAfter = TimeSpan.FromSeconds(7),
        });
    }

    [Fact]
    public void The_client_is_one_and_closed_with_the_container()
    {
        _services.AddAgentComputer(Configure);
        _services.AddAgentComputer(options => options.MaxRetries = 1);
        var provider = _services.BuildServiceProvider();

        var clients = new[] { provider.GetRequiredService<AgentComputerClient>(), provider.GetRequiredService<AgentComputerClient>() };
        using var scope = provider.CreateScope();

        clients[0].Should().BeSameAs(clients[1]).And.BeSameAs(scope.ServiceProvider.GetRequiredService<AgentComputerClient>());
        provider.GetServices<AgentComputerClient>().Should().ContainSingle();
        provider.Invoking(p => p.Dispose()).Should().NotThrow();
    }

    [Fact]
    public async Task Keyed_clients_stand_side_by_side()
    {
        _services.AddKeyedAgentComputer("one", options => (options.ApiKey, options.BaseAddress) = ("ak_one", _wire.Address));
        _services.AddKeyedAgentComputer("two", Section(("ApiKey", "ak_two"), ("BaseAddress", _wire.Address.AbsoluteUri)));
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<AgentComputerClient>("one").GetComputerAsync("c1").Soon();
        await provider.GetRequiredKeyedService<AgentComputerClient>("two").GetComputerAsync("c1").Soon();

        _wire.Requests.Select(request => request.Header("Authorization")).Should().Equal("Bearer ak_one", "Bearer ak_two");
        provider.GetService<AgentComputerClient>().Should().BeNull();
    }

    [Fact]
    public async Task A_provider_may_stand_in_place_of_the_key_also_for_a_keyed_client()
    {
        _services.AddKeyedAgentComputer("one", options => (options.TokenProvider, options.BaseAddress) = (_ => ValueTask.FromResult("token-one"), _wire.Address));
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<AgentComputerClient>("one").GetComputerAsync("c1").Soon();

        _wire.Request.Header("Authorization").Should().Be("Bearer token-one");
    }

    [Fact]
    public async Task A_handler_of_the_hosts_own_sees_every_attempt()
    {
        _wire.Answers("/v1/computers/c2", new Answer(503), Answer.Json("{}"));
        var seen = 0;
        _services.AddAgentComputer(Configure).AddHttpMessageHandler(() => new CountingHandler(() => seen++));

        await Call("c2");

        seen.Should().Be(2);
    }

    [Fact]
    public void The_named_client_has_no_clock_of_its_own()
    {
        _services.AddAgentComputer(Configure);
        _services.AddKeyedAgentComputer("one", Configure);
        using var provider = _services.BuildServiceProvider();
        var clients = provider.GetRequiredService<IHttpClientFactory>();

        clients.CreateClient("AgentComputer").Timeout.Should().Be(Timeout.InfiniteTimeSpan);
        clients.CreateClient("AgentComputer:one").Timeout.Should().Be(Timeout.InfiniteTimeSpan);
    }

    [Theory]
    [InlineData("AgentComputer", 7)]
    [InlineData("AgentComputer:one", 8)]
    public void The_named_clients_connections_are_as_those_of_a_client_of_ours_and_renew_themselves(string name, int connectSeconds)
    {
        _services.AddAgentComputer(options => { Configure(options); options.ConnectTimeout = TimeSpan.FromSeconds(7); });
        _services.AddKeyedAgentComputer("one", options => { Configure(options); options.ConnectTimeout = TimeSpan.FromSeconds(8); });
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

    public static TheoryData<string, Action<AgentComputerClientOptions>> BadOptions => new()
    {
        { "MaxRetries", options => options.MaxRetries = 11 },
        { "ApiKey", options => options.ApiKey = "fj_live\n" },
        { "BaseAddress", options => options.BaseAddress = new("ftp://computer.test") },
        { "ResponseTimeout", options => options.ResponseTimeout = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_host_with_a_bad_option_does_not_start(string name, Action<AgentComputerClientOptions> spoil) =>
        await DoesNotStart(name, services => services.AddAgentComputer(options => { Configure(options); spoil(options); }));

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task Nor_does_one_whose_keyed_client_has_a_bad_option(string name, Action<AgentComputerClientOptions> spoil) =>
        await DoesNotStart(name, services => services.AddKeyedAgentComputer("one", options => { Configure(options); spoil(options); }));

    [Fact]
    public async Task Nor_does_one_with_a_bad_section() =>
        await DoesNotStart("RetryDelay", services => services.AddAgentComputer(Section(("ApiKey", "k"), ("BaseAddress", "http://computer.test"), ("RetryDelay", "00:00:00"))));

    [Fact]
    public async Task A_host_with_good_options_starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddAgentComputer(Configure);
        using var host = builder.Build();

        await host.StartAsync().Soon();

        await host.Services.GetRequiredService<AgentComputerClient>().GetComputerAsync("c1").Soon();
        await host.StopAsync().Soon();
    }

    [Fact]
    public void Null_is_refused()
    {
        Action[] calls =
        [
            () => ((IServiceCollection)null!).AddAgentComputer(),
            () => _services.AddAgentComputer((IConfiguration)null!),
            () => _services.AddKeyedAgentComputer("", Configure),
            () => _services.AddKeyedAgentComputer(null!, Configure),
            () => _services.AddKeyedAgentComputer("one", (Action<AgentComputerClientOptions>)null!),
            () => _services.AddKeyedAgentComputer("one", (IConfiguration)null!),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>());
    }

    private void Configure(AgentComputerClientOptions options) =>
        (options.ApiKey, options.BaseAddress, options.RetryDelay) = (TestClient.Key, _wire.Address, TimeSpan.FromMilliseconds(1));

    private async Task Call(string agentId = "c1")
    {
        await using var provider = _services.BuildServiceProvider();
        await provider.GetRequiredService<AgentComputerClient>().GetComputerAsync(agentId).Soon();
    }

    private static async Task DoesNotStart(string name, Action<IServiceCollection> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        add(builder.Services);
        using var host = builder.Build();

        var start = () => host.StartAsync().Soon();

        await start.Should().ThrowAsync<OptionsValidationException>().WithMessage($"*The Agent Computer option {name} *");
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values) => new ConfigurationBuilder()
        .AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"AgentComputer:{value.Key}", (string?)value.Value)))
        .Build()
        .GetSection("AgentComputer");

    private sealed class CountingHandler(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
