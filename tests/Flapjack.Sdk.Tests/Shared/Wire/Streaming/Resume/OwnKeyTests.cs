using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>Commands under a key of the caller's own, which another process may send again, and commands that outlive their reader.</summary>
public sealed class OwnKeyTests : ResumeTest, IDisposable
{
    private static readonly ExecComputerOptions Keyed = new() { Command = "x", IdempotencyKey = "job 42/a?b&c" };
    private static readonly ExecComputerOptions Detached = new() { Command = "x", DetachTimeout = TimeSpan.FromMinutes(10) };

    private readonly CancellationTokenSource _cancel = new();

    public void Dispose() => _cancel.Dispose();

    [Fact]
    public async Task The_key_is_sent_as_it_is_and_again_after_a_break()
    {
        await Learn();
        var events = Client.ExecComputerAsync("a1", Keyed).All();
        var post = await Next(Wired.Post);
        post.Key.Should().Be("job 42/a?b&c");
        await post.Cuts();

        var again = await Next(Wired.Post);

        again.Key.Should().Be("job 42/a?b&c");
        await again.Streams(Wired.All);
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task It_is_the_same_when_the_command_has_waited_for_its_computer()
    {
        await Learn();
        var run = Client.RunComputerAsync("a1", Keyed with { WaitForReady = true }).Soon();
        await (await Next(Wired.Post)).Answers(409, """{"error":"SANDBOX_NOT_READY"}""");
        await (await Next(Wired.Status)).Answers(200, """{"computer":{"status":"ready"}}""");

        var again = await Next(Wired.Post);

        again.Key.Should().Be("job 42/a?b&c");
        await again.Streams(Wired.All);
        (await run).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_server_of_which_nothing_is_known_is_asked_before_the_command_is_sent()
    {
        var run = Client.RunComputerAsync("a1", Keyed).Soon();

        await (await Next(Wired.Status)).Answers(200);
        await (await Next(Wired.Post)).Streams(Wired.All);

        (await run).Ok.Should().BeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("Flapjack-Extensions: resume, detach, stop\r\n")]
    public async Task To_a_server_that_would_run_it_twice_the_command_is_not_sent(string headers)
    {
        var run = Client.RunComputerAsync("a1", Keyed);
        await (await Next(Wired.Status)).Answers(200, headers: headers);

        var thrown = await Thrown<FlapjackNotAnnouncedException>(run);

        thrown.Extension.Should().Be("idempotent-exec");
        thrown.Message.Should().Contain("ExecComputerOptions.IdempotencyKey").And.Contain("Nothing was sent");
        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_can_not_be_asked_is_not_sent_the_command_either()
    {
        using var client = TestClient.At(Server.Address, options => options.MaxRetries = 0);
        var run = client.RunComputerAsync("a1", Keyed);
        var status = await Next(Wired.Status);
        await status.Connection.Write("HTT");
        status.Connection.Close();

        await Thrown<FlapjackConnectionException>(run);

        (await Server.CountConnections()).Should().Be(1);
    }

    [Theory]
    [InlineData("job-42", false)]
    [InlineData(null, false)]
    [InlineData("", true)]
    [InlineData(" job", true)]
    [InlineData("job ", true)]
    [InlineData("job\n42", true)]
    [InlineData("jöb", true)]
    [InlineData("\ud83d", true)]
    public void A_key_that_no_header_can_carry_is_refused_at_the_call(string? key, bool refused) => Checks(new() { Command = "x", IdempotencyKey = key }, refused, "IdempotencyKey must*");

    [Theory]
    [InlineData(255, false)]
    [InlineData(256, true)]
    public void So_is_one_that_is_too_long(int length, bool refused) => Checks(new() { Command = "x", IdempotencyKey = new('k', length) }, refused, "IdempotencyKey must*");

    [Theory]
    [InlineData(0L, false)]
    [InlineData(-1L, true)]
    [InlineData(int.MaxValue * TimeSpan.TicksPerSecond, false)] // what the header's number can say
    [InlineData((int.MaxValue + 1L) * TimeSpan.TicksPerSecond, true)]
    [InlineData(long.MaxValue, true)]
    public void A_detach_timeout_is_checked_at_the_call(long ticks, bool refused) => Checks(new() { Command = "x", DetachTimeout = new(ticks) }, refused, "DetachTimeout must*");

    [Fact]
    public async Task Who_cancels_before_the_first_event_stops_the_command_by_the_escaped_key()
    {
        await Learn();
        var run = Client.RunComputerAsync("a1", Keyed, _cancel.Token);
        await Next(Wired.Post);

        await _cancel.CancelAsync();

        await (await Next("DELETE /api/agents/a1/computer/exec?key=job%2042%2Fa%3Fb%26c")).Answers(200);
        await Thrown<OperationCanceledException>(run);
    }

    [Theory]
    [InlineData(600_000, "600")]
    [InlineData(1_001, "2")]
    [InlineData(0, "0")]
    public async Task The_detach_timeout_is_sent_in_whole_seconds_with_each_opening(int milliseconds, string sent)
    {
        await Learn();
        var events = Client.ExecComputerAsync("a1", Detached with { DetachTimeout = TimeSpan.FromMilliseconds(milliseconds) }).All();
        var post = await Next(Wired.Post);
        await post.Cuts(Wired.Started);
        var resume = await Next(Wired.Resume);
        await resume.Streams(Wired.After("1"));
        await events;

        post.Header("Flapjack-Detach-Seconds").Should().Be(sent);
        resume.Header("Flapjack-Detach-Seconds").Should().Be(sent);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_with_a_detach_timeout_is_not_stopped_by_who_leaves(bool cancels)
    {
        await Learn();
        var events = new Reading<ComputerExecEvent>(Client.ExecComputerAsync("a1", Detached, _cancel.Token));
        var first = events.Move();
        var post = await (await Next(Wired.Post)).Streams(Wired.Started);
        await events.Arrived<ExecStartedEvent>(first);

        if (cancels)
        {
            var next = events.Move();
            await _cancel.CancelAsync();
            await Thrown<OperationCanceledException>(next);
        }

        await events.DisposeAsync();
        await post.Connection.ClosedByClient();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task A_server_that_has_not_announced_detach_is_not_sent_such_a_command()
    {
        await Learn("Flapjack-Extensions: idempotent-exec, resume, stop\r\n");

        (await Thrown<FlapjackNotAnnouncedException>(Client.RunComputerAsync("a1", Detached))).Extension.Should().Be("detach");

        (await Server.CountConnections()).Should().Be(1);
    }

    [Fact]
    public async Task A_client_that_tries_for_longer_than_half_a_minute_asks_the_command_to_wait_as_long()
    {
        using var client = TestClient.At(Server.Address, options => (options.MaxRetries, options.RetryDelay) = (10, TimeSpan.FromSeconds(0.5)));
        var run = client.RunComputerAsync("a1", new() { Command = "x" }).Soon();
        var post = await Next(Wired.Post);
        await post.Streams(Wired.All);
        await run;

        // 0.5 + 1 + 2 + 4 + 6 * 8 seconds.
        post.Header("Flapjack-Detach-Seconds").Should().Be("56");
    }

    private void Checks(ExecComputerOptions options, bool refused, string message)
    {
        var exec = () => Client.ExecComputerAsync("a1", options);
        if (refused)
        {
            exec.Should().Throw<ArgumentException>().WithParameterName(nameof(options)).WithMessage(message);
        }
        else
        {
            exec.Should().NotThrow();
        }
    }
}
