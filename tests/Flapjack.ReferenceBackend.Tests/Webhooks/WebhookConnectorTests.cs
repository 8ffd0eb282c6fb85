using System.Net;
using System.Net.Sockets;
using Flapjack.ReferenceBackend.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

public class WebhookConnectorTests
{
    [Fact]
    public async Task A_name_that_turned_private_since_it_was_accepted_is_refused()
    {
        var dns = new ScriptedDns("93.184.215.14", "10.0.0.1");
        var policy = new WebhookUrlPolicy(dns.ResolveAsync, allowLoopback: false, new FakeTimeProvider());
        var connector = new WebhookConnector(dns.ResolveAsync, allowLoopback: false);
        (await policy.RefuseAsync("https://hooks.example.com/", default)).Should().BeNull();

        var connect = () => connector.ConnectAsync(new DnsEndPoint("hooks.example.com", 443), default).AsTask();

        await connect.Should().ThrowAsync<WebhookAddressRefusedException>()
            .WithMessage("The webhook host 'hooks.example.com' is at 10.0.0.1, which is not a public address; it was not connected to.");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("93.184.215.14 127.0.0.1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fc00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::127.0.0.1")]
    [InlineData("2002:7f00:0001::1")]
    [InlineData("2606:4700:4700::1111 fd00::1")]
    public async Task One_address_that_is_not_public_is_enough_to_refuse(string addresses)
    {
        var connector = new WebhookConnector(new ScriptedDns(addresses).ResolveAsync, allowLoopback: false);

        var connect = () => connector.ConnectAsync(new DnsEndPoint("hooks.example.com", 443), default).AsTask();

        await connect.Should().ThrowAsync<WebhookAddressRefusedException>();
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("10.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("017700000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("0x7f000001")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::10.0.0.1")]
    [InlineData("2002:0a00:0001::1")]
    public async Task A_literal_address_is_judged_without_a_look_up(string host)
    {
        var dns = new ScriptedDns("93.184.215.14");
        var connector = new WebhookConnector(dns.ResolveAsync, allowLoopback: false);

        var connect = () => connector.ConnectAsync(new DnsEndPoint(host, 443), default).AsTask();

        await connect.Should().ThrowAsync<WebhookAddressRefusedException>();
        dns.LookedUp.Should().BeEmpty();
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1 10.0.0.1")]
    public async Task Allowing_loopback_allows_no_other_private_address(string addresses)
    {
        var connector = new WebhookConnector(new ScriptedDns(addresses).ResolveAsync, allowLoopback: true);

        var connect = () => connector.ConnectAsync(new DnsEndPoint("hooks.example.com", 443), default).AsTask();

        await connect.Should().ThrowAsync<WebhookAddressRefusedException>();
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_that_is_connected_to()
    {
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var dns = new ScriptedDns("127.0.0.2", "127.0.0.3");
        var connector = new WebhookConnector(dns.ResolveAsync, allowLoopback: true);

        await using var stream = await connector.ConnectAsync(new DnsEndPoint("hooks.example.com", port), default);

        var remote = (IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!;
        remote.Address.MapToIPv4().Should().Be(IPAddress.Parse("127.0.0.2"));
        dns.LookedUp.Should().Equal("hooks.example.com");
    }

    [Fact]
    public void No_proxy_of_this_machine_is_asked()
    {
        // asserted here, since a real one would have to be set for all that runs in this process
        using var handler = WebhookPost.CreateHandler(new(new ScriptedDns("93.184.215.14").ResolveAsync, allowLoopback: false));

        handler.UseProxy.Should().BeFalse("a proxy would look the name up itself, where nobody checks the address");
        handler.AllowAutoRedirect.Should().BeFalse();
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.3"), 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var connector = new WebhookConnector(new ScriptedDns("127.0.0.2 127.0.0.3").ResolveAsync, allowLoopback: true);

        await using var stream = await connector.ConnectAsync(new DnsEndPoint("hooks.example.com", port), default);

        var remote = (IPEndPoint)((NetworkStream)stream).Socket.RemoteEndPoint!;
        remote.Address.MapToIPv4().Should().Be(IPAddress.Parse("127.0.0.3"));
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_fails_as_a_connection_does()
    {
        var connector = new WebhookConnector((_, _) => Task.FromResult<IPAddress[]>([]), allowLoopback: false);

        var connect = () => connector.ConnectAsync(new DnsEndPoint("hooks.example.com", 443), default).AsTask();

        await connect.Should().ThrowAsync<SocketException>();
    }
}
