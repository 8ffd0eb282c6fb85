namespace AgentComputer.EndToEnd.Tests.Processes;

public sealed class CancelledRunTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task A_run_that_is_cancelled_kills_its_process()
    {
        var id = (await real.CreateAsync()).Id;
        await using var processes = await real.Client.OpenProcessesAsync(id, cancellationToken: Limit.Token);
        using var stop = new CancellationTokenSource();
        var run = processes.RunAsync(["sh", "-c", "echo >workspace/begun; exec sleep 1000"], stop.Token);
        await Eventually.HoldsAsync(() => real.Client.FileExistsAsync(id, "begun", Limit.Token), "the process runs");

        await stop.CancelAsync();

        await ((Func<Task>)(() => run)).Should().ThrowAsync<OperationCanceledException>();
        await Eventually.HoldsAsync(async () => (await processes.ListAsync(Limit.Token)).Count == 0, "nobody wants the result of the process any more");
    }
}
