using System.Net;
using System.Net.Sockets;

namespace Flapjack.ReferenceBackend.Tests.Computers.Isolation;

public sealed class NetworkTests : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public NetworkTests() => _listener.Start();

    public void Dispose() => _listener.Dispose();

    private string Connect => $"(exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)_listener.LocalEndpoint).Port}) && echo connected";

    [FactWithBubblewrap]
    public async Task With_the_network_a_computer_reaches_the_hosts_servers()
    {
        await using var computer = await IsolatedComputer.StartAsync();

        var ran = await computer.RunAsync(Connect);

        ran.Stdout.Should().Be("connected\n");
    }

    [FactWithBubblewrap]
    public async Task Without_the_network_it_reaches_nothing()
    {
        await using var computer = await IsolatedComputer.StartAsync(options => options.AllowNetwork = false);

        var ran = await computer.RunAsync($"{Connect}; tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d ' '");

        ran.Stdout.Should().Be("lo\n", "it has its own loopback interface, and no other");
        ran.Stderr.Should().Contain("Connection refused");
    }

    [FactWithBubblewrap(NeedsServer = true)]
    public async Task Without_the_network_a_command_still_reaches_its_own_servers()
    {
        await using var computer = await IsolatedComputer.StartAsync(options => options.AllowNetwork = false);

        var ran = await computer.RunAsync($"{FactWithServerAttribute.StartInBackground}; (exec 3<>/dev/tcp/127.0.0.1/$(cat port)) && echo connected");

        ran.Stdout.Should().EndWith("connected\n", ran.Stderr);
    }

    [FactWithBubblewrap(NeedsServer = true)]
    public Task A_dev_server_is_seen_in_the_status_with_the_network() => DevServerIsSeenAsync(allowNetwork: true);

    [FactWithBubblewrap(NeedsServer = true)]
    public Task A_dev_server_is_seen_in_the_status_without_it() => DevServerIsSeenAsync(allowNetwork: false);

    private static async Task DevServerIsSeenAsync(bool allowNetwork)
    {
        await using var computer = await IsolatedComputer.StartAsync(options => options.AllowNetwork = allowNetwork);
        var port = (await computer.PrintedAsync(FactWithServerAttribute.StartInBackground)).Split(' ')[1].Trim();

        var status = await computer.Backend.GetAsync($"/api/agents/{computer.AgentId}/computer/status");

        status.Body.Should().Contain($$"""{"devServer":{"port":{{port}},"listening":true},""");
    }
}
