using LocalComputers.Processes;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

[Collection(AloneInTheProcess.Name)]
public sealed class NoPortTests
{
    [Theory]
    [InlineData(null, 0)]
    [InlineData(0, 1)]
    public async Task A_backend_listens_on_tcp_only_if_it_has_a_port(int? port, int listeners)
    {
        var before = ListeningPorts.Of([Environment.ProcessId]);

        await using var backend = await FlapjackBackend.StartAsync(new() { Port = port });

        ListeningPorts.Of([Environment.ProcessId]).Except(before).Should().HaveCount(listeners);
    }
}
