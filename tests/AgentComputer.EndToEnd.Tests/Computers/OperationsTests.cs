using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Computers;

public sealed class OperationsTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task An_operation_that_was_waited_for_can_be_read_afterwards()
    {
        var created = await real.Client.CreateComputerAsync(cancellationToken: Limit.Token);
        created.Operation!.Kind.Should().Be("computer.create");

        var done = await real.DoneAsync(created.Operation);
        var read = await real.Client.GetOperationAsync(done.Id, Limit.Token);

        (read.Status, read.ResourceId, read.HasEnded).Should().Be((OperationStatus.Succeeded, created.Computer.Id, true));
        read.CompletedAt.Should().BeOnOrAfter(read.StartedAt!.Value);
    }

    [Fact]
    public async Task An_operation_that_is_not_there_is_not_found()
    {
        var act = () => real.Client.WaitForOperationAsync("none", RealBackend.Quickly, Limit.Token);

        await act.Should().ThrowAsync<AgentComputerNotFoundException>();
    }
}
