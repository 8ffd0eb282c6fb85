using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Streams;

/// <summary>A caller who leaves has the command stopped at once, not after its grace of thirty seconds.</summary>
public sealed class LeavingTests
{
    private const string Command = "echo $$ > ~/pid; echo started; exec sleep 1000";

    [Theory]
    [InlineData("tcp")]
    [InlineData("memory")]
    public async Task Cancelling_amid_the_output_stops_the_command(string transport)
    {
        await using var broken = await BrokenBackend.StartAsync(transport);
        using var cancel = new CancellationTokenSource();
        var read = async () =>
        {
            await foreach (var item in broken.Client.ExecComputerAsync(broken.AgentId, new() { Command = Command }, cancel.Token))
            {
                if (item is ExecStdoutEvent)
                {
                    await cancel.CancelAsync();
                }
            }
        };

        await read.Should().ThrowAsync<OperationCanceledException>();

        (await IsRunningAsync(broken)).Should().BeFalse();
    }

    [Fact]
    public async Task Leaving_the_loop_stops_the_command()
    {
        await using var broken = await BrokenBackend.StartAsync();

        await foreach (var item in broken.Client.ExecComputerAsync(broken.AgentId, new() { Command = Command }, Limit.Token))
        {
            if (item is ExecStdoutEvent)
            {
                break;
            }
        }

        (await IsRunningAsync(broken)).Should().BeFalse();
    }

    [Fact]
    public async Task Cancelling_before_the_first_event_stops_the_command()
    {
        await using var broken = await BrokenBackend.StartAsync();
        broken.Faults.Add(Fault.StallAfter(20), FaultTarget.Exec, times: 1);
        using var cancel = new CancellationTokenSource();
        var run = broken.Client.RunComputerAsync(broken.AgentId, new() { Command = Command }, cancel.Token);
        // Before anything else is sent, which the fault could meet instead.
        await Eventually.HoldsAsync(() => broken.Faults.Fired.Count == 1, "the stream has stalled", Limit.Time);
        await Eventually.HoldsAsync(async () => (await broken.RunAsync("cat ~/pid 2>/dev/null")).Stdout.Length > 0, "the command has started", Limit.Time);

        await cancel.CancelAsync();

        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await IsRunningAsync(broken)).Should().BeFalse();
        broken.Faults.Fired.Should().ContainSingle();
    }

    [Fact]
    public async Task Cancelling_before_the_headers_stops_the_command()
    {
        await using var broken = await BrokenBackend.StartAsync();
        broken.Faults.Add(Fault.DelayHeaders(TimeSpan.FromHours(1)), FaultTarget.Exec, times: 1);
        using var cancel = new CancellationTokenSource();
        var run = broken.Client.RunComputerAsync(broken.AgentId, new() { Command = Command }, cancel.Token);
        await Eventually.HoldsAsync(() => broken.Faults.Fired.Count == 1, "the command was accepted", Limit.Time);

        await cancel.CancelAsync();

        await run.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
        (await IsRunningAsync(broken)).Should().BeFalse();
    }

    private static async Task<bool> IsRunningAsync(BrokenBackend broken) =>
        (await broken.RunAsync("kill -0 $(cat ~/pid) 2>/dev/null && echo running")).Stdout.Length > 0;
}
