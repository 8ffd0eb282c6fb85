using System.Net;
using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.Http.Handlers;

/// <summary>The promises about connections, on handlers that the app gives to the container.</summary>
public sealed class PrimaryHandlerTests
{
    private readonly ServiceCollection _services = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_SocketsHttpHandler_of_the_apps_gets_the_settings_of_ours(bool inAChain)
    {
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All };

        Use(inAChain ? new Chain(new Chain(handler)) : handler);

        handler.Should().BeEquivalentTo(new
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(7),
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            MaxResponseDrainSize = 0,
        });
        handler.ActivityHeadersPropagator!.Fields.Should().Equal("traceparent");
    }

    [Fact]
    public void An_HttpClientHandler_gets_those_that_it_has()
    {
        var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.All };

        Use(new Chain(handler));

        (handler.AllowAutoRedirect, handler.UseCookies, handler.AutomaticDecompression).Should().Be((false, false, DecompressionMethods.None));
    }

    [Fact]
    public void What_the_app_chose_itself_stays_where_it_keeps_the_promise()
    {
        var handler = new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(3),
            PooledConnectionLifetime = TimeSpan.FromMinutes(9),
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = 2,
        };

        Use(handler);

        handler.ConnectTimeout.Should().Be(TimeSpan.FromSeconds(3));
        handler.PooledConnectionLifetime.Should().Be(TimeSpan.FromMinutes(9));
        handler.ActivityHeadersPropagator.Should().BeNull();
        handler.MaxConnectionsPerServer.Should().Be(2);
    }

    [Fact]
    public void A_longer_connect_timeout_than_the_options_is_cut_to_it()
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromMinutes(3) };

        Use(handler);

        handler.ConnectTimeout.Should().Be(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public async Task A_handler_that_was_in_use_before_is_refused_loudly()
    {
        using var wire = new WireServer();
        using var handler = new HttpClientHandler();
        using var other = new HttpClient(handler);
        using var _ = await other.GetAsync(wire.Address).Soon();

        var use = () => Use(handler);

        use.Should().Throw<InvalidOperationException>().WithMessage("*has sent requests already*a handler of its own*");
    }

    [Fact]
    public async Task A_passed_client_is_not_changed()
    {
        using var wire = new WireServer();
        wire.Answers("/api/agents/a1/computer/status", "{}");
        using var handler = new SocketsHttpHandler();
        using var http = new HttpClient(handler);
        using var client = TestClient.Over(http, wire.Address);

        await client.GetComputerStatusAsync("a1").Soon();

        (handler.AllowAutoRedirect, handler.UseCookies, handler.ConnectTimeout).Should().Be((true, true, Timeout.InfiniteTimeSpan));
    }

    private void Use(HttpMessageHandler primary)
    {
        _services.AddFlapjack(options => (options.ApiKey, options.BaseAddress, options.ConnectTimeout) = (TestClient.Key, new("http://flapjack.test"), TimeSpan.FromSeconds(7)))
            .ConfigurePrimaryHttpMessageHandler(() => primary);
        var provider = _services.BuildServiceProvider();
        provider.GetRequiredService<FlapjackClient>();
    }

    private sealed class Chain(HttpMessageHandler inner) : DelegatingHandler(inner);
}
