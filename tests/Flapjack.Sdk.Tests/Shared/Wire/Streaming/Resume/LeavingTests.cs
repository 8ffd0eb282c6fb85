namespace Flapjack.Sdk.Tests.Streaming.Resumed;

public sealed class LeavingTests : ResumeTest
{
    [Theory]
    [InlineData(Wired.Announced)]
    [InlineData(Wired.Nothing)]
    public async Task Of_200_events_that_lie_in_the_buffer_none_is_delivered_after_a_cancellation(string headers)
    {
        using var cancel = new CancellationTokenSource();
        var delivered = 0;
        var loop = Loop();
        var output = string.Concat(Enumerable.Range(2, 200).Select(id => Wired.Stdout(id, "x")));
        // In one piece, so that all of it lies in the client's buffer when the first event is delivered.
        await (await Next()).Streams(Wired.Started + output + Wired.Exit(202), headers);
        if (headers.Length > 0)
        {
            await (await Next(Wired.Stop)).Answers(200);
        }

        await Thrown<OperationCanceledException>(loop);

        delivered.Should().Be(1);

        async Task Loop()
        {
            await foreach (var item in Events(cancel.Token))
            {
                delivered++;
                await cancel.CancelAsync();
            }
        }
    }

    [Fact]
    public async Task A_cancellation_behind_the_exit_takes_nothing_back()
    {
        using var cancel = new CancellationTokenSource();
        await using var events = new Reading<ComputerExecEvent>(Events(cancel.Token));
        var first = events.Move();
        await (await Next()).Streams(Wired.Exit(1));
        await events.Arrived<ExecExitEvent>(first);

        await cancel.CancelAsync();

        (await events.Move()).Should().BeFalse();
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_second_enumeration_is_an_error_and_sends_nothing()
    {
        var stream = Events();
        var events = stream.All();
        await (await Next()).Streams(Wired.All);
        await events;

        var again = () => stream.GetAsyncEnumerator();

        again.Should().Throw<InvalidOperationException>().WithMessage("*exec stream was enumerated already*");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public void So_is_one_beside_the_first()
    {
        var stream = Client.StreamBootstrapAsync("a1");
        _ = stream.GetAsyncEnumerator();

        var again = () => stream.GetAsyncEnumerator();

        again.Should().Throw<InvalidOperationException>().WithMessage("*bootstrap stream was enumerated already*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_of_two_tokens_stops_the_command(bool tokenOfTheCall)
    {
        using var call = new CancellationTokenSource();
        using var enumeration = new CancellationTokenSource();
        await using var events = new Reading<ComputerExecEvent>(Events(call.Token), enumeration.Token);
        var first = events.Move();
        await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        var next = events.Move();

        await (tokenOfTheCall ? call : enumeration).CancelAsync();

        await (await Next(Wired.Stop)).Answers(200);
        await Thrown<OperationCanceledException>(next);
    }

    [Fact]
    public async Task A_stream_that_was_cut_and_cancelled_is_a_cancelled_one()
    {
        using var cancel = new CancellationTokenSource();
        await using var events = new Reading<ComputerExecEvent>(Events(cancel.Token));
        var first = events.Move();
        var post = await (await Next()).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);
        await cancel.CancelAsync();
        post.Connection.Reset();

        var next = events.Move();

        await (await Next(Wired.Stop)).Answers(200);
        await Thrown<OperationCanceledException>(next);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_is_cancelled_and_never_a_result()
    {
        using var cancel = new CancellationTokenSource();
        await Learn();
        var run = Client.RunComputerAsync("a1", new() { Command = "x" }, cancel.Token);
        await (await Next()).Streams(Wired.Started + Wired.Stdout(2, "one,"));

        await cancel.CancelAsync();

        var stop = await Next();
        stop.Line.Should().StartWith("DELETE /api/agents/a1/computer/exec");
        await stop.Answers(200);
        await Thrown<OperationCanceledException>(run);
    }
}
