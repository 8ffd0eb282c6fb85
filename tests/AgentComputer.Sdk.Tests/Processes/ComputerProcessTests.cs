using static AgentComputer.Sdk.Tests.Processes.ProcessService;

namespace AgentComputer.Sdk.Tests.Processes;

public sealed class ComputerProcessTests : IDisposable
{
    private readonly GatedStream _body = new();
    private readonly ProcessService _service = new();

    public ComputerProcessTests() => _service.Streams("Start", () => _body).Answers("SendSignal", (200, "{}"));

    public void Dispose() => _body.Dispose();

    [Fact]
    public async Task A_wait_that_is_cancelled_leaves_the_stream_as_it_was()
    {
        var (processes, process) = await StartAsync();
        using var stop = new CancellationTokenSource();
        var wait = process.WaitAsync(stop.Token);
        await stop.CancelAsync();
        await ((Func<Task>)(() => wait)).Should().ThrowAsync<OperationCanceledException>();

        _body.Send([.. Frames("""{"event":{"data":{"stdout":"aGkK"}}}""", Ended), .. End()]);
        var events = await process.Events.All();

        events.OfType<ProcessOutputEvent>().Should().ContainSingle().Which.Text.Should().Be("hi\n");
        (await process.WaitAsync()).ExitCode.Should().Be(0);
        await processes.DisposeAsync();
    }

    [Fact]
    public async Task A_loop_that_is_left_is_continued_by_the_next_reader()
    {
        var (processes, process) = await StartAsync();
        _body.Send([.. Frames("""{"event":{"data":{"stdout":"YQ=="}}}""", """{"event":{"data":{"stdout":"Yg=="}}}""", Ended), .. End()]);

        await foreach (var item in process.Events)
        {
            if (item is ProcessOutputEvent)
            {
                break;
            }
        }

        (await process.Events.All()).Select(item => (item as ProcessOutputEvent)?.Text).Should().Equal("b", null);
        await processes.DisposeAsync();
    }

    [Fact]
    public async Task Two_readers_at_once_are_refused_and_a_wait_waits_for_the_reader()
    {
        var (processes, process) = await StartAsync();
        await using var first = process.Events.GetAsyncEnumerator();
        await first.MoveNextAsync();

        var second = async () => await process.Events.GetAsyncEnumerator().MoveNextAsync();
        await second.Should().ThrowAsync<InvalidOperationException>();
        var wait = process.WaitAsync();
        _body.Send([.. Frames(Ended), .. End()]);
        await first.MoveNextAsync();
        wait.IsCompleted.Should().BeFalse();
        await first.MoveNextAsync();

        (await wait.Soon()).ExitCode.Should().Be(0);
        await processes.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_a_handle_closes_the_stream_at_once_and_kills_nothing()
    {
        var (processes, process) = await StartAsync();
        var wait = process.WaitAsync();

        await process.DisposeAsync().AsTask().Soon();

        await ((Func<Task>)(() => wait)).Should().ThrowAsync<OperationCanceledException>();
        await _body.Closed.Soon();
        _service.Calls.Should().NotContain(call => call.Path.EndsWith("SendSignal", StringComparison.Ordinal));
        await processes.DisposeAsync();
    }

    [Fact]
    public async Task A_handle_may_be_disposed_inside_its_own_loop()
    {
        var (processes, process) = await StartAsync();

        var loop = async () =>
        {
            await foreach (var _ in process.Events)
            {
                await process.DisconnectAsync().Soon();
            }
        };

        await loop.Should().ThrowAsync<OperationCanceledException>();
        await processes.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_the_processes_ends_every_stream_and_revokes_the_session()
    {
        var (processes, process) = await StartAsync();
        var wait = process.WaitAsync();

        await processes.DisposeAsync().AsTask().Soon();

        await ((Func<Task>)(() => wait)).Should().ThrowAsync<OperationCanceledException>();
        _service.Calls.Should().ContainSingle(call => call.Path == "DELETE /v1/computers/c1/access-sessions/s1");
        await ((Func<Task>)(() => processes.ListAsync())).Should().ThrowAsync<ObjectDisposedException>();
    }

    [Fact]
    public async Task A_run_that_is_cancelled_throws_the_cancellation_of_its_caller()
    {
        await using var processes = await _service.Client().OpenProcessesAsync("c1");
        using var stop = new CancellationTokenSource();
        _body.Send(Frames(Started));
        var run = processes.RunAsync(["sleep", "100"], stop.Token);
        await stop.CancelAsync();

        (await ((Func<Task>)(() => run.Soon())).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(stop.Token);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_interruption_with_its_cause()
    {
        var (processes, process) = await StartAsync();
        _body.Break();

        var wait = () => process.WaitAsync();

        (await wait.Should().ThrowAsync<AgentComputerStreamInterruptedException>().WithMessage("*the connection broke (reset by peer)*"))
            .Which.InnerException.Should().BeOfType<IOException>();
        await processes.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_is_silent_for_too_long_is_given_up()
    {
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var processes = await _service.Client(clock).OpenProcessesAsync("c1");
        _body.Send(Frames(Started));
        await using var process = await processes.StartAsync(new() { Command = "sleep" });
        var wait = process.WaitAsync();

        clock.Advance(TimeSpan.FromMinutes(5));

        var thrown = (await ((Func<Task>)(() => wait.Soon())).Should().ThrowAsync<AgentComputerTimeoutException>()).Which;
        (thrown.Budget, thrown.Timeout).Should().Be((AgentComputerTimeoutBudget.StreamIdle, TimeSpan.FromMinutes(5)));
    }

    private async Task<(ComputerProcesses Processes, ComputerProcess Process)> StartAsync()
    {
        var processes = await _service.Client().OpenProcessesAsync("c1");
        _body.Send(Frames(Started));
        return (processes, await processes.StartAsync(new() { Command = "true" }).Soon());
    }
}
