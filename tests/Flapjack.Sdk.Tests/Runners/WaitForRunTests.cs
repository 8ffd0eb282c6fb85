using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class WaitForRunTests : RunWaitTest
{
    private const string Pending = """{"id":"run1","status":"pending"}""";
    private const string Running = """{"id":"run1","status":"running"}""";
    private const string Completed = """{"id":"run1","status":"completed","output":{"text":"done"}}""";

    [Theory]
    [InlineData("completed")]
    [InlineData("failed")]
    [InlineData("cancelled")]
    [InlineData("paused")]
    public async Task A_run_that_goes_on_no_longer_is_returned_at_once(string status)
    {
        Runs($$"""{"id":"run1","status":"{{status}}"}""");

        var run = await Waiting.WaitForRunAsync("r1", "run1").Soon();

        run.Status!.Value.Value.Should().Be(status);
        Wire.Requests.Should().ContainSingle().Which.Method.Should().Be("GET");
    }

    [Fact]
    public async Task It_asks_every_second_until_the_run_has_ended()
    {
        Runs(Pending, Running, """{"id":"run1","status":"meditating"}""", "{}", Completed);

        var wait = Waiting.WaitForRunAsync("r1", "run1");
        for (var polls = 1; polls < 5; polls++)
        {
            await Clock.Armed(Second);
            Wire.Requests.Should().HaveCount(polls);
            Clock.Advance(Second - TimeSpan.FromTicks(1));
            wait.IsCompleted.Should().BeFalse();
            Clock.Advance(TimeSpan.FromTicks(1));
        }

        (await wait.Soon()).Output!.Value.GetProperty("text").GetString().Should().Be("done");
        Wire.Requests.Should().HaveCount(5);
    }

    [Fact]
    public async Task A_run_that_ended_in_a_way_that_nobody_knows_has_ended()
    {
        Runs("""{"id":"run1","status":"expired","ended_at":"2026-05-01T10:00:00Z"}""");

        (await Waiting.WaitForRunAsync("r1", "run1").Soon()).Status!.Value.Value.Should().Be("expired");
    }

    [Fact]
    public async Task The_caller_says_how_often_it_asks()
    {
        Runs(Running, Completed);

        var wait = Waiting.WaitForRunAsync("r1", "run1", new() { Interval = TimeSpan.FromSeconds(30) });
        await Clock.Pass(TimeSpan.FromSeconds(30));

        (await wait.Soon()).Status.Should().Be(RunnerRunStatus.Completed);
    }

    [Fact]
    public async Task It_stops_when_the_time_is_over()
    {
        Runs(Running);
        var wait = Waiting.WaitForRunAsync("r1", "run1", new() { Timeout = TimeSpan.FromSeconds(90) });
        await Clock.Armed(Second);

        Clock.Advance(TimeSpan.FromSeconds(90));

        var thrown = (await wait.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Run, TimeSpan.FromSeconds(90)));
        thrown.Message.Should().Contain("run1").And.Contain("90 s").And.Contain("RunPollOptions.Timeout").And.Contain("it was running").And.Contain("CancelRunAsync");
    }

    [Fact]
    public async Task It_stops_when_the_time_is_over_although_the_service_is_silent()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address, options => options.TimeProvider = Clock);
        var wait = client.WaitForRunAsync("r1", "run1", new() { Timeout = TimeSpan.FromSeconds(20) });
        var connection = await server.AcceptRequest();

        Clock.Advance(TimeSpan.FromSeconds(20));

        await wait.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>().WithMessage("*nobody knows its status*");
        await connection.ClosedByClient();
    }

    [Fact]
    public async Task A_cancellation_stays_a_cancellation()
    {
        Runs(Running);
        var wait = Waiting.WaitForRunAsync("r1", "run1", cancellationToken: Cancel.Token);
        await Clock.Armed(Second);

        await Cancel.CancelAsync();

        (await wait.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(Cancel.Token);
        Wire.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_poll_that_fails_for_a_moment_is_made_again()
    {
        Wire.Answers(Path, new Answer(503, """{"error":"UNAVAILABLE"}"""), Answer.Json(Completed));

        var run = await Client.WaitForRunAsync("r1", "run1").Soon();

        run.Status.Should().Be(RunnerRunStatus.Completed);
        Wire.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_poll_that_is_refused_ends_the_wait()
    {
        Wire.Answers(Path, Answer.Json(Running), new Answer(404, """{"error":"NOT_FOUND"}"""));
        var wait = Waiting.WaitForRunAsync("r1", "run1");

        await Clock.Pass(Second);

        await wait.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackNotFoundException>().WithMessage("*does not offer reading runs*");
    }

    public static TheoryData<RunPollOptions> OutOfRange =>
    [
        new RunPollOptions { Interval = TimeSpan.Zero },
        new RunPollOptions { Interval = TimeSpan.FromDays(2) },
        new RunPollOptions { Timeout = TimeSpan.Zero },
        new RunPollOptions { Timeout = TimeSpan.FromDays(41) },
        new RunPollOptions { Timeout = Timeout.InfiniteTimeSpan },
    ];

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void A_time_out_of_its_range_is_refused_at_the_call(RunPollOptions options)
    {
        Action[] calls = [() => Client.WaitForRunAsync("r1", "run1", options), () => Client.WatchRunAsync("r1", "run1", options)];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName(nameof(options)));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void An_id_that_can_not_be_sent_is_refused_at_the_call()
    {
        Action[] calls = [() => Client.WaitForRunAsync("r1", "\uD83E"), () => Client.WatchRunAsync("r1", "\uD83E")];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("runId"));
    }
}
