using System.Net;
using System.Net.Sockets;
using LocalComputers.Processes;

namespace LocalComputers.Tests.Processes;

public sealed class ListeningPortsTests : ProcessRoom
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void A_listener_is_found_by_its_process(string address)
    {
        using var listener = new TcpListener(IPAddress.Parse(address), port: 0);
        listener.Start();

        var ports = ListeningPorts.Of([Environment.ProcessId]);

        ports.Should().Contain(((IPEndPoint)listener.LocalEndpoint).Port).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task The_ports_of_other_processes_are_not_found()
    {
        using var listener = new TcpListener(IPAddress.Loopback, port: 0);
        listener.Start();
        await using var child = Bash("sleep 1000");

        ListeningPorts.Of([child.Id]).Should().BeEmpty();
        ListeningPorts.Of([]).Should().BeEmpty();
        ListeningPorts.Of([int.MaxValue]).Should().BeEmpty();
    }
}
