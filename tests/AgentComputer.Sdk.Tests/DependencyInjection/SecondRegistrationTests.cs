using AgentComputer.Sdk.Tests.Wire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace AgentComputer.Sdk.Tests.DependencyInjection;

/// <summary>Two modules of one app both add the client: the second leaves alone what was done to its handlers.</summary>
public sealed class SecondRegistrationTests : IDisposable
{
    private readonly ServiceCollection _services = new();
    private readonly Primary _primary = new();

    public void Dispose() => _primary.Dispose();

    public static TheoryData<string?> Keys => [null, "one"];

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_handler_that_the_first_was_given_stays(string? key)
    {
        Add(key).ConfigurePrimaryHttpMessageHandler(() => _primary);
        Add(key);
        Add(key);

        await AsksThePrimary(key);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task A_handler_that_the_second_is_given_counts(string? key)
    {
        Add(key);
        Add(key).ConfigurePrimaryHttpMessageHandler(() => _primary);
        Add(key);

        await AsksThePrimary(key);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task So_does_one_that_was_there_before_the_first(string? key)
    {
        _services.AddHttpClient(key is null ? "AgentComputer" : $"AgentComputer:{key}").ConfigurePrimaryHttpMessageHandler(() => _primary);
        Add(key);

        await AsksThePrimary(key);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task And_one_that_the_host_gives_to_all_its_clients(string? key)
    {
        Add(key);
        _services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => _primary));

        await AsksThePrimary(key);
    }

    [Fact]
    public async Task Handlers_resilience_and_lifetime_of_the_first_stay()
    {
        var seen = 0;
        var first = Add(null).ConfigurePrimaryHttpMessageHandler(() => _primary).AddHttpMessageHandler(() => new Counting(() => seen++)).SetHandlerLifetime(TimeSpan.FromHours(1));
        first.AddStandardResilienceHandler();
        Add(null);

        await AsksThePrimary(null);

        seen.Should().Be(1);
        using var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>().Get("AgentComputer").HandlerLifetime.Should().Be(TimeSpan.FromHours(1));
        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("AgentComputer");
        var names = new List<string>();
        for (; handler is DelegatingHandler outer; handler = outer.InnerHandler!)
        {
            names.Add(handler.GetType().Name);
        }

        names.Should().Contain("ResilienceHandler");
    }

    [Fact]
    public void Settings_of_the_firsts_sockets_handler_stay_when_the_second_has_a_section()
    {
        Add(null).UseSocketsHttpHandler((handler, _) => handler.MaxConnectionsPerServer = 3).ConfigureHttpClient(client => client.DefaultRequestHeaders.Add("X-Module", "one"));
        _services.AddAgentComputer(new ConfigurationBuilder().AddInMemoryCollection([new("AgentComputer:MaxRetries", "1")]).Build().GetSection("AgentComputer"));
        using var provider = _services.BuildServiceProvider();

        var handler = provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler("AgentComputer");
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        handler.Should().BeOfType<SocketsHttpHandler>().Which.MaxConnectionsPerServer.Should().Be(3);
        provider.GetRequiredService<IHttpClientFactory>().CreateClient("AgentComputer").DefaultRequestHeaders.GetValues("X-Module").Should().Equal("one");
    }

    [Fact]
    public void Options_of_both_are_taken()
    {
        Add(null);
        _services.AddAgentComputer(options => options.MaxRetries = 7);
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<AgentComputerClientOptions>>().Value;

        (options.ApiKey, options.MaxRetries).Should().Be((TestClient.Key, 7));
    }

    [Fact]
    public async Task Clients_under_different_keys_keep_their_own_handlers()
    {
        using var other = new Primary();
        Add("one").ConfigurePrimaryHttpMessageHandler(() => _primary);
        Add("two").ConfigurePrimaryHttpMessageHandler(() => other);
        Add("one");

        await AsksThePrimary("one");

        other.Asked.Should().Be(0);
    }

    private IHttpClientBuilder Add(string? key)
    {
        void Configure(AgentComputerClientOptions options) => (options.ApiKey, options.BaseAddress, options.MaxRetries) = (TestClient.Key, new("http://computer.invalid"), 0);
        return key is null ? _services.AddAgentComputer(Configure) : _services.AddKeyedAgentComputer(key, Configure);
    }

    private async Task AsksThePrimary(string? key)
    {
        await using var provider = _services.BuildServiceProvider();
        var client = key is null ? provider.GetRequiredService<AgentComputerClient>() : provider.GetRequiredKeyedService<AgentComputerClient>(key);

        await client.GetComputerAsync("c1").Soon();

        _primary.Asked.Should().Be(1);
    }

    private sealed class Primary : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent("{}"), RequestMessage = request });
        }
    }

    private sealed class Counting(Action count) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            count();
            return base.SendAsync(request, cancellationToken);
        }
    }
}
