using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>What is sent when a caller leaves.</summary>
public sealed class StopTests : ResumeTest, IDisposable
{
    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task A_cancellation_before_the_headers_stops_the_command_by_its_key()
    {
        await Learn();
        var events = Exec(_cancel.Token);
        var post = await Next(Wired.Post);

        await _cancel.CancelAsync();

        await post.Connection.ClosedByClient();
        var stop = await Next($"DELETE /api/agents/a1/computer/exec?key={post.Key}");
        stop.Header("Authorization").Should().Be("Bearer " + TestClient.Key);
        events.IsCompleted.Should().BeFalse();
        await stop.Answers(200);
        await Thrown<OperationCanceledException>(events);
    }

    [Fact]
    public async Task A_server_of_which_nothing_is_known_is_asked_first()
    {
        var events = Exec(_cancel.Token);
        var post = await Next(Wired.Post);

        await _cancel.CancelAsync();

        await (await Next(Wired.Status)).Answers(200);
        await (await Next($"DELETE /api/agents/a1/computer/exec?key={post.Key}")).Answers(200);
        await Thrown<OperationCanceledException>(events);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task And_if_it_announces_nothing_it_is_asked_nothing_more(int status)
    {
        var events = Exec(_cancel.Token);
        await Next(Wired.Post);

        await _cancel.CancelAsync();

        await (await Next(Wired.Status)).Answers(status, headers: Wired.Nothing);
        await Thrown<OperationCanceledException>(events);
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task Before_the_first_event_it_is_stopped_by_its_key()
    {
        await using var events = new Reading<ComputerExecEvent>(Events(_cancel.Token));
        var first = events.Move();
        var post = await (await Next()).Streams("event: note\ndata: 1\n\n");
        await events.Arrived<UnknownExecEvent>(first);
        var next = events.Move();

        await _cancel.CancelAsync();

        await post.Connection.ClosedByClient();
        await (await Next($"DELETE /api/agents/a1/computer/exec?key={post.Key}")).Answers(200);
        await Thrown<OperationCanceledException>(next);
    }

    [Fact]
    public async Task In_the_middle_of_its_output_it_is_stopped_by_its_id()
    {
        await using var events = new Reading<ComputerExecEvent>(Events(_cancel.Token));
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();

        await _cancel.CancelAsync();

        await post.Connection.ClosedByClient();
        await (await Next(Wired.Stop)).Answers(200);
        await Thrown<OperationCanceledException>(next);
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task Leaving_the_loop_stops_it_too()
    {
        var events = new Reading<ComputerExecEvent>(Events());
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "one,"));
        await events.Arrived<ExecStartedEvent>(first);

        var leaving = events.DisposeAsync().AsTask();

        await post.Connection.ClosedByClient();
        await (await Next(Wired.Stop)).Answers(200);
        await leaving.Soon();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task An_exception_in_the_loop_stops_it_too_and_is_what_the_caller_sees()
    {
        var loop = Loop();
        await (await Next()).Streams(Wired.Started);
        await (await Next(Wired.Stop)).Answers(404);

        (await Thrown<InvalidTimeZoneException>(loop)).Message.Should().Be("of the caller");

        async Task Loop()
        {
            await foreach (var item in Events())
            {
                throw new InvalidTimeZoneException("of the caller");
            }
        }
    }

    [Fact]
    public async Task A_cancellation_during_a_pause_between_attempts_stops_it_by_its_id()
    {
        var clock = new TestClock();
        using var client = TestClient.At(Server.Address, options => (options.TimeProvider, options.RetryDelay) = (clock, TimeSpan.FromSeconds(7)));
        var events = client.ExecComputerAsync("a1", new() { Command = "x" }, _cancel.Token).All();
        await (await Next()).Cuts(Wired.Started);
        while ((await clock.Armed()).TotalSeconds is < 3.5 or > 7)
        {
        }

        await _cancel.CancelAsync();

        await (await Next(Wired.Stop)).Answers(200);
        await Thrown<OperationCanceledException>(events);
    }

    [Fact]
    public async Task A_stop_that_nobody_answers_is_awaited_for_one_second()
    {
        var clock = new TestClock();
        using var client = TestClient.At(Server.Address, options => options.TimeProvider = clock);
        var events = client.ExecComputerAsync("a1", new() { Command = "x" }, _cancel.Token).All();
        await (await Next()).Streams(": open\n\n");
        await clock.Armed(TimeSpan.FromMinutes(5));

        await _cancel.CancelAsync();

        var stop = await Next();
        stop.Line.Should().StartWith("DELETE ");
        clock.Advance(TimeSpan.FromSeconds(1) - TimeSpan.FromTicks(1));
        events.IsCompleted.Should().BeFalse();
        clock.Advance(TimeSpan.FromTicks(1));
        await Thrown<OperationCanceledException>(events);
        await stop.Connection.ClosedByClient();
    }

    [Fact]
    public async Task A_stop_that_nobody_answers_does_not_hide_why_the_caller_left()
    {
        var clock = new TestClock();
        using var client = TestClient.At(Server.Address, options => options.TimeProvider = clock);
        var loop = Loop();
        await (await Next()).Streams(Wired.Started);
        await Next(Wired.Stop);

        clock.Advance(TimeSpan.FromSeconds(1));

        (await Thrown<InvalidTimeZoneException>(loop)).Message.Should().Be("of the caller");

        async Task Loop()
        {
            await foreach (var item in client.ExecComputerAsync("a1", new() { Command = "x" }))
            {
                throw new InvalidTimeZoneException("of the caller");
            }
        }
    }

    [Fact]
    public async Task The_question_before_it_is_awaited_within_the_same_second()
    {
        var clock = new TestClock();
        using var client = TestClient.At(Server.Address, options => options.TimeProvider = clock);
        var events = client.ExecComputerAsync("a1", new() { Command = "x" }, _cancel.Token).All();
        await Next(Wired.Post);

        await _cancel.CancelAsync();

        await Next(Wired.Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        await Thrown<OperationCanceledException>(events);
        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(409)]
    public async Task A_stop_that_is_refused_changes_nothing(int status)
    {
        var events = Exec(_cancel.Token);
        await (await Next()).Streams(": open\n\n");
        await _cancel.CancelAsync();

        await AnswerTheStop(call => call.Answers(status));

        await Thrown<OperationCanceledException>(events);
    }

    [Fact]
    public async Task A_stop_whose_connection_breaks_changes_nothing()
    {
        await using var events = new Reading<ComputerExecEvent>(Events(_cancel.Token));
        var first = events.Move();
        await (await Next()).Streams(Wired.Started);
        await first;
        await Server.DisposeAsync();

        await _cancel.CancelAsync();

        await Thrown<OperationCanceledException>(events.Move());
    }

    [Fact]
    public async Task Of_a_client_that_is_disposed_already_leaving_the_loop_is_no_error()
    {
        var client = TestClient.At(Server.Address);
        var events = new Reading<ComputerExecEvent>(client.ExecComputerAsync("a1", new() { Command = "x" }));
        var first = events.Move();
        await (await Next()).Streams(Wired.Started);
        await first;
        client.Dispose();

        await events.DisposeAsync().AsTask().Soon();
    }

    private async Task AnswerTheStop(Func<Call, Task> answer)
    {
        // Whether the headers had been read when the cancellation came decides whether there is a question first.
        var call = await Next();
        if (call.Line == Wired.Status)
        {
            await call.Answers(200);
            call = await Next();
        }

        call.Line.Should().StartWith("DELETE ");
        await answer(call);
    }
}
