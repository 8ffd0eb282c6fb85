using System.Net;
using Flapjack.Sdk.Tests.Settings;
using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.Http.Handlers;

/// <summary>The proxy of the environment: loopback goes past it, and where it was asked the message says so.</summary>
[Collection(ProcessEnvironment.Name)]
public sealed class ProxyTests : IDisposable
{
    private const string Path = "/api/agents/a1/computer/status";

    private static readonly Dictionary<string, Action<IHttpClientBuilder>> Handlers = new()
    {
        ["our own"] = _ => { },
        ["an HttpClientHandler"] = http => http.ConfigurePrimaryHttpMessageHandler(() => new HttpClientHandler()),
        ["UseSocketsHttpHandler"] = http => http.UseSocketsHttpHandler((handler, _) => handler.MaxConnectionsPerServer = 2),
    };

    private readonly IWebProxy _before = HttpClient.DefaultProxy;

    public void Dispose() => HttpClient.DefaultProxy = _before;

    public static TheoryData<string> HandlerNames => [.. Handlers.Keys];

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_client_of_ours_goes_past_it_to_this_machine(string host)
    {
        await using var server = new RawServer();
        UseDeadProxy();
        using var client = TestClient.At(new UriBuilder(server.Address) { Host = host }.Uri);

        var call = client.GetComputerStatusAsync("a1");
        await (await server.AcceptRequest()).Answer(200, "{}");

        await call.Soon();
    }

    [Theory]
    [InlineData("http://localhost", true)]
    [InlineData("http://LOCALHOST:5000", true)]
    [InlineData("http://127.0.0.1:5000/path", true)]
    [InlineData("http://127.1.2.3", true)]
    [InlineData("http://[::1]:5000", true)]
    [InlineData("http://[::ffff:127.0.0.1]", true)]
    [InlineData("https://backend.localhost", true)]
    [InlineData("http://localhost.:5000", true)]
    [InlineData("http://a.b.localhost.", true)]
    [InlineData("http://0x7f.1", true)]
    [InlineData("http://2130706433", true)]
    [InlineData("http://[0:0:0:0:0:0:0:1]", true)]
    [InlineData("http://127.0.0.1.nip.io", false)]
    [InlineData("http://128.0.0.1", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://notlocalhost", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("http://[::2]", false)]
    [InlineData("https://api.flapjack.dev", false)]
    public void What_this_machine_is(string address, bool itself) => Shared.Wire.Http.Loopback.Is(new(address)).Should().Be(itself);

    [Theory]
    [MemberData(nameof(HandlerNames))]
    public async Task So_does_a_client_in_a_container_whoever_gave_the_handler(string handler)
    {
        using var wire = new WireServer();
        wire.Answers(Path, "{}");
        UseDeadProxy();
        await using var provider = Provider(handler, wire.Address);

        await provider.GetRequiredService<FlapjackClient>().GetComputerStatusAsync("a1").Soon();
    }

    [Theory]
    [MemberData(nameof(HandlerNames))]
    public async Task A_proxy_that_is_not_there_is_named(string handler)
    {
        UseDeadProxy();
        await using var provider = Provider(handler, new("http://flapjack.test"));

        var message = await Failure<FlapjackConnectionException>(provider.GetRequiredService<FlapjackClient>());

        message.Should().Contain("The proxy http://127.0.0.1:1 was asked").And.Contain("HTTP_PROXY").And.NotContain("s3cret");
    }

    [Fact]
    public async Task With_a_passed_client_it_is_named_with_a_doubt()
    {
        UseDeadProxy();
        using var http = new HttpClient();
        using var client = TestClient.Over(http, new("http://127.0.0.1:2"), options => options.MaxRetries = 0);

        var message = await Failure<FlapjackConnectionException>(client);

        message.Should().Contain("If the HttpClient that you gave uses the proxy of the environment, then http://127.0.0.1:1 was asked").And.NotContain("s3cret");
    }

    [Theory]
    [InlineData(502, "<h1>Bad Gateway</h1>")]
    [InlineData(503, "")]
    [InlineData(407, """{"error":"PROXY_AUTH"}""")]
    [InlineData(403, "Blocked by policy")]
    public async Task An_answer_that_may_be_the_proxys_names_it(int status, string body)
    {
        await using var proxy = new RawServer();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        using var client = TestClient.At(new("http://flapjack.test"), options => options.MaxRetries = 0);
        var call = client.GetComputerStatusAsync("a1");

        var connection = await proxy.AcceptRequest();
        await connection.Answer(status, body);

        connection.RequestLine.Should().Be($"GET http://flapjack.test{Path} HTTP/1.1");
        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>()).Which.Message
            .Should().Contain($"The proxy {proxy.Address.GetLeftPart(UriPartial.Authority)} was asked");
    }

    [Fact]
    public async Task So_does_a_page_in_place_of_JSON()
    {
        await using var proxy = new RawServer();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        using var client = TestClient.At(new("http://flapjack.test"));
        var call = client.GetComputerStatusAsync("a1");

        await (await proxy.AcceptRequest()).Answer(200, "<h1>Log in to the network</h1>");

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackProtocolException>()).Which.Message.Should().Contain("was asked");
    }

    [Fact]
    public async Task An_answer_of_the_service_itself_blames_no_proxy()
    {
        await using var proxy = new RawServer();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        using var client = TestClient.At(new("http://flapjack.test"), options => options.MaxRetries = 0);
        var call = client.GetComputerStatusAsync("a1");

        await (await proxy.AcceptRequest()).Answer(503, """{"error":"UNAVAILABLE"}""");

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>()).Which.Message.Should().NotContain("proxy");
    }

    [Theory]
    [InlineData(502)]
    [InlineData(407)]
    public async Task A_tunnel_that_the_proxy_refuses_names_it(int status)
    {
        await using var proxy = new RawServer();
        HttpClient.DefaultProxy = new WebProxy(proxy.Address);
        using var client = TestClient.At(new("https://flapjack.test"), options => options.MaxRetries = 0);
        var call = client.RunComputerAsync("a1", new() { Command = "x" });

        await (await proxy.AcceptRequest()).Answer(status, "");

        var thrown = (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which;
        thrown.Message.Should().Contain("The proxy http://127.0.0.1").And.Contain($"{status}").And.Contain("The service did nothing.");
        thrown.RequestMayHaveArrived.Should().BeFalse();
    }

    [Fact]
    public async Task A_proxy_that_was_set_on_the_handler_is_asked_for_this_machine_too()
    {
        await using var proxy = new RawServer();
        var services = new ServiceCollection();
        services.AddFlapjack(options => (options.ApiKey, options.BaseAddress) = (TestClient.Key, new("http://localhost:1")))
            .UseSocketsHttpHandler((handler, _) => handler.Proxy = new WebProxy(proxy.Address));
        await using var provider = services.BuildServiceProvider();
        var call = provider.GetRequiredService<FlapjackClient>().GetComputerStatusAsync("a1");

        var connection = await proxy.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.RequestLine.Should().Be($"GET http://localhost:1{Path} HTTP/1.1");
    }

    // What HTTP_PROXY sets, if it is there when a process first asks.
    private static void UseDeadProxy() => HttpClient.DefaultProxy = new WebProxy("http://me:s3cret@127.0.0.1:1");

    private static async Task<string> Failure<T>(FlapjackClient client) where T : FlapjackException =>
        (await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<T>()).Which.Message;

    private static ServiceProvider Provider(string handler, Uri address)
    {
        var services = new ServiceCollection();
        Handlers[handler](services.AddFlapjack(options =>
            (options.ApiKey, options.BaseAddress, options.MaxRetries) = (TestClient.Key, address, 0)));
        return services.BuildServiceProvider();
    }
}
