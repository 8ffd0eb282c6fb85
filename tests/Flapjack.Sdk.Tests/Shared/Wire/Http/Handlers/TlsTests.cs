using System.Net;
using System.Security.Cryptography.X509Certificates;
using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.DependencyInjection;

namespace Flapjack.Sdk.Tests.Http.Handlers;

/// <summary>TLS that fails tells why, and once; and the recipe of docs/proxies.md for a proxy and a client certificate.</summary>
public sealed class TlsTests
{
    private const string Json = "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

    private static readonly Dictionary<string, Func<FlapjackClient, Task>> Calls = new()
    {
        ["status"] = client => client.GetComputerStatusAsync("a1"),
        ["exec"] = client => client.RunComputerAsync("a1", new() { Command = "x" }),
        ["delete"] = client => client.DeleteAgentAsync("a1"),
    };

    public static TheoryData<string> CallNames => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task A_certificate_that_nobody_trusts_is_told_and_not_tried_again(string call)
    {
        await using var server = new TlsServer("localhost", Json);
        using var client = TestClient.At(new($"https://localhost:{server.Port}"));

        var thrown = (await client.Invoking(c => Calls[call](c).Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which;

        thrown.Message.Should().Contain("UntrustedRoot").And.Contain("tried once").And.Contain("The service did nothing.").And.Contain("certificates");
        (thrown.Attempts, thrown.RequestMayHaveArrived).Should().Be((1, false));
        server.Connections.Should().Be(1);
    }

    [Theory]
    [MemberData(nameof(CallNames))]
    public async Task A_certificate_for_another_host_is_told_and_not_tried_again(string call)
    {
        await using var server = new TlsServer("elsewhere.test", Json);
        using var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = Trusting(server.Certificate) } };
        using var http = new HttpClient(handler);
        using var client = TestClient.Over(http, new($"https://localhost:{server.Port}"));

        var thrown = (await client.Invoking(c => Calls[call](c).Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which;

        thrown.Message.Should().Contain("RemoteCertificateNameMismatch").And.Contain("tried once");
        server.Connections.Should().Be(1);
    }

    [Fact]
    public async Task A_service_without_TLS_is_told_and_not_tried_again()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(new UriBuilder(server.Address) { Scheme = "https" }.Uri);
        var call = client.GetComputerStatusAsync("a1");

        await (await server.Accept()).Write("HTTP/1.1 400 Bad Request\r\n\r\n");

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task A_handshake_that_was_cut_is_tried_again()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(new UriBuilder(server.Address) { Scheme = "https" }.Uri, options => options.MaxRetries = 1);
        var call = client.RunComputerAsync("a1", new() { Command = "x" });

        (await server.Accept()).Reset();
        (await server.Accept()).Reset();

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which.Attempts.Should().Be(2);
    }

    [Fact]
    public async Task UseSocketsHttpHandler_gives_the_client_a_proxy_and_a_certificate()
    {
        await using var server = new TlsServer("api.flapjack.internal", $"Content-Type: text/event-stream\r\n\r\n{Frames.Exec}", asksForCertificate: true);
        await using var proxy = new TunnelProxy(server.Port, "me", "pw");
        using var certificate = TlsServer.MakeCertificate("a client");
        var services = new ServiceCollection();
        services
            .AddFlapjack(options => (options.ApiKey, options.BaseAddress) = (TestClient.Key, new("https://api.flapjack.internal")))
            .UseSocketsHttpHandler((handler, _) =>
            {
                handler.Proxy = new WebProxy(proxy.Address) { Credentials = new NetworkCredential("me", "pw") };
                handler.SslOptions.ClientCertificates = [certificate];
                handler.SslOptions.CertificateChainPolicy = Trusting(server.Certificate);
            });
        await using var provider = services.BuildServiceProvider();

        var result = await provider.GetRequiredService<FlapjackClient>().RunComputerAsync("a1", new() { Command = "x" }).Soon();

        result.Ok.Should().BeTrue();
        proxy.Tunnels.Should().Equal("CONNECT api.flapjack.internal:443 HTTP/1.1");
        server.ClientSubject.Should().Be("CN=a client");
    }

    private static X509ChainPolicy Trusting(X509Certificate2 certificate) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { certificate },
        RevocationMode = X509RevocationMode.NoCheck,
    };
}
