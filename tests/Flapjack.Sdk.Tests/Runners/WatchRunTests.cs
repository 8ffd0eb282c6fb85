namespace Flapjack.Sdk.Tests.Runners;

public sealed class WatchRunTests : RunWaitTest
{
    [Fact]
    public async Task Each_step_comes_when_it_begins_and_when_it_ends()
    {
        Runs(
            """{"status":"pending","steps":[{"id":"x1","status":"pending"},{"id":"x2","status":"pending"}]}""",
            """{"status":"running","steps":[{"id":"x1","status":"running","started_at":"2026-05-01T10:00:00Z"},{"id":"x2","status":"pending"}]}""",
            """{"status":"running","steps":[{"id":"x1","status":"running","started_at":"2026-05-01T10:00:00Z"},{"id":"x2","status":"pending"}]}""",
            """
            {"status":"running","steps":[{"id":"x1","status":"completed","started_at":"2026-05-01T10:00:00Z","output":{"a":1}},
                                         {"id":"x2","status":"running","started_at":"2026-05-01T10:00:02Z"}]}
            """,
            """
            {"status":"completed","steps":[{"id":"x1","status":"completed","started_at":"2026-05-01T10:00:00Z","output":{"a":1}},
                                           {"id":"x2","status":"completed","started_at":"2026-05-01T10:00:02Z"}]}
            """);

        var told = await WatchAll(polls: 5);

        told.Select(Shown).Should().Equal("x1 running", "x1 completed", "x2 running", "x2 completed");
        told[1].Output!.Value.GetRawText().Should().Be("""{"a":1}""");
        Wire.Requests.Should().HaveCount(5);
    }

    [Fact]
    public async Task A_step_that_began_and_ended_between_two_polls_comes_as_it_began_and_as_it_ended()
    {
        Runs("""
            {"status":"failed","steps":[
              {"id":"x1","status":"completed","name":"Analyze","input":{"a":1},"output":{"b":2},"started_at":"2026-05-01T10:00:00Z","ended_at":"2026-05-01T10:00:01Z",
               "duration_ms":1000,"input_tokens":1,"output_tokens":2,"cost_usd":0.5,"extra":7},
              {"id":"x2","status":"failed","error":{"code":"X"},"started_at":"2026-05-01T10:00:01Z","ended_at":"2026-05-01T10:00:02Z"}]}
            """);

        var told = await WatchAll(polls: 1);

        told.Select(Shown).Should().Equal("x1 running", "x1 completed", "x2 running", "x2 failed");
        var began = told[0];
        (began.Name, began.Input!.Value.GetRawText(), began.StartedAt, began.AdditionalProperties!["extra"].GetInt32())
            .Should().Be(("Analyze", """{"a":1}""", new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero), 7));
        (began.Output, began.EndedAt, began.DurationMs, began.InputTokens, began.OutputTokens, began.CostUsd).Should().Be((null, null, null, null, null, null));
        (told[2].Error, told[3].Error!.Code).Should().Be((null, "X"));
    }

    [Fact]
    public async Task A_step_that_never_began_comes_once()
    {
        Runs("""
            {"status":"cancelled","steps":[{"id":"x1","status":"cancelled","started_at":"2026-05-01T10:00:00Z"},{"id":"x2","status":"skipped"},{"id":"x3","status":"cancelled"},
                                           {"id":"x4","status":"pending"},{"id":"x5"}]}
            """);

        (await WatchAll(polls: 1)).Select(Shown).Should().Equal("x1 running", "x1 cancelled", "x2 skipped", "x3 cancelled");
    }

    [Fact]
    public async Task It_ends_when_the_run_is_paused()
    {
        Runs(
            """{"status":"running","steps":[{"id":"x1","status":"running","started_at":"2026-05-01T10:00:00Z"}]}""",
            """{"status":"paused","steps":[{"id":"x1","status":"paused","started_at":"2026-05-01T10:00:00Z"}]}""");

        (await WatchAll(polls: 2)).Select(Shown).Should().Equal("x1 running", "x1 paused");
    }

    [Fact]
    public async Task Steps_without_an_id_and_with_a_status_that_nobody_knows_are_told_apart()
    {
        Runs(
            """{"status":"running","steps":[{"status":"dreaming"},{"status":"running"}]}""",
            """{"status":"completed","steps":[{"status":"unknown"},{"status":"running"}]}""");

        (await WatchAll(polls: 2)).Select(Shown).Should().Equal(" dreaming", " running", " unknown");
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_first_step_is_asked_for()
    {
        Runs("""{"status":"completed"}""");

        var steps = Waiting.WatchRunAsync("r1", "run1");

        Wire.Requests.Should().BeEmpty();
        (await steps.ToListAsync().AsTask().Soon()).Should().BeEmpty();
    }

    [Fact]
    public async Task Each_enumeration_begins_anew()
    {
        Runs("""{"status":"completed","steps":[{"id":"x1","status":"skipped"}]}""");
        var steps = Waiting.WatchRunAsync("r1", "run1");

        var first = await steps.ToListAsync().AsTask().Soon();
        var second = await steps.ToListAsync().AsTask().Soon();

        (first.Count, second.Count).Should().Be((1, 1));
    }

    [Fact]
    public async Task It_stops_when_the_time_is_over()
    {
        Runs("""{"status":"running"}""");
        var watch = Waiting.WatchRunAsync("r1", "run1", new() { Timeout = TimeSpan.FromSeconds(90) }).ToListAsync().AsTask();
        await Clock.Armed(Second);

        Clock.Advance(TimeSpan.FromSeconds(90));

        (await watch.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which.Budget.Should().Be(FlapjackTimeoutBudget.Run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Either_token_ends_it_with_a_cancellation(bool ofTheCall)
    {
        Runs("""{"status":"running"}""");
        using var other = new CancellationTokenSource();
        var (call, enumeration) = ofTheCall ? (Cancel.Token, other.Token) : (other.Token, Cancel.Token);
        var watch = Waiting.WatchRunAsync("r1", "run1", cancellationToken: call).WithCancellation(enumeration).GetAsyncEnumerator();
        var next = watch.MoveNextAsync();
        await Clock.Armed(Second);

        await Cancel.CancelAsync();

        var end = async () => await next;
        (await end.Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(Cancel.Token);
        await watch.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_does_not_offer_reading_runs_is_told_so()
    {
        Wire.Answers(Path, new Answer(404, """{"error":"NOT_FOUND"}"""));

        var watch = () => Waiting.WatchRunAsync("r1", "run1").ToListAsync().AsTask().Soon();

        await watch.Should().ThrowAsync<FlapjackNotFoundException>().WithMessage("*does not offer reading runs*");
    }

    private async Task<List<RunnerRunStep>> WatchAll(int polls)
    {
        var watch = Waiting.WatchRunAsync("r1", "run1").ToListAsync().AsTask();
        for (var i = 1; i < polls; i++)
        {
            await Clock.Pass(Second);
        }

        return await watch.Soon();
    }

    private static string Shown(RunnerRunStep step) => $"{step.Id} {step.Status}";
}
