using Flapjack.Sdk.Tests.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.Tests.CodeAgents;

public sealed class CodeSessionWatchTests : WireTest
{
    private const string One = "/api/code-sessions/cs1";

    private readonly FakeTimeProvider _clock = new();

    private FlapjackClient Waiting => field ??= ClientWith(options => options.TimeProvider = _clock);

    [Theory]
    [InlineData("finished")]
    [InlineData("error")]
    [InlineData("cancelled")]
    [InlineData("expired")]
    [InlineData("paused")]
    public async Task A_wait_ends_with_the_work_of_the_session(string end)
    {
        Wire.Answers(One, Session("pending"), Session("creating"), Session("running"), Session(end));

        var wait = Waiting.WaitForCodeSessionAsync("cs1");
        for (var asked = 1; asked <= 3; asked++)
        {
            await AskedAsync(asked);
            wait.IsCompleted.Should().BeFalse();
            await AdvanceAsync(asked + 1);
        }

        (await wait.Soon()).Status.Should().Be(new CodeSessionStatus(end));
        Wire.Requests.Should().HaveCount(4);
    }

    [Fact]
    public async Task A_watch_tells_each_event_once_and_ends_with_the_session()
    {
        Wire.Answers(One, Session("running"), Session("running"), Session("finished"));
        Wire.Answers(One + "/events", Events(1, 2), Events(), Events(3, 4));

        var watch = Waiting.WatchCodeSessionEventsAsync("cs1").Select(happened => happened.Seq).ToListAsync().AsTask();
        await AskedAsync(2);
        await AdvanceAsync(4);
        await AdvanceAsync(6);

        (await watch.Soon()).Should().Equal(1, 2, 3, 4);
        Wire.Requests.Select(request => request.Query).Should().Equal("", "", "", "after=2", "", "after=2");
    }

    [Fact]
    public async Task A_service_that_sends_all_events_each_time_costs_no_repeat()
    {
        Wire.Answers(One, Session("running"), Session("finished"));
        Wire.Answers(One + "/events", Events(1, 2), Events(1, 2, 3));

        var watch = Waiting.WatchCodeSessionEventsAsync("cs1").Select(happened => happened.Seq).ToListAsync().AsTask();
        await AskedAsync(2);
        await AdvanceAsync(4);

        (await watch.Soon()).Should().Equal(1, 2, 3);
    }

    [Fact]
    public async Task Events_without_numbers_are_told_apart_by_their_order()
    {
        Wire.Answers(One, Session("running"), Session("finished"));
        Wire.Answers(One + "/events", Answer.Json("""[{"type":"a"}]"""), Answer.Json("""[{"type":"a"},{"type":"b"}]"""));

        var watch = Waiting.WatchCodeSessionEventsAsync("cs1").Select(happened => happened.Type).ToListAsync().AsTask();
        await AskedAsync(2);
        await AdvanceAsync(4);

        (await watch.Soon()).Should().Equal("a", "b");
    }

    [Fact]
    public async Task A_cancelled_wait_ends()
    {
        Wire.Answers(One, Session("running"));
        using var cancel = new CancellationTokenSource();

        var wait = Waiting.WaitForCodeSessionAsync("cs1", cancellationToken: cancel.Token);
        await AskedAsync(1);
        await cancel.CancelAsync();

        await FluentActions.Awaiting(() => wait.Soon()).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("", null, "codeSessionId")]
    [InlineData("cs1", 0.0, "pollInterval")]
    [InlineData("cs1", 3601.0, "pollInterval")]
    public void Arguments_are_checked_at_the_call(string id, double? seconds, string named)
    {
        TimeSpan? interval = seconds is { } value ? TimeSpan.FromSeconds(value) : null;
        Action[] calls = [() => Client.WaitForCodeSessionAsync(id, interval), () => Client.WatchCodeSessionEventsAsync(id, interval)];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName(named));
        Wire.Requests.Should().BeEmpty();
    }

    private static Answer Session(string status) => Answer.Json($$"""{"id":"cs1","status":"{{status}}"}""");

    private static Answer Events(params int[] numbers) => Answer.Json($"[{string.Join(',', numbers.Select(seq => $$"""{"seq":{{seq}}}"""))}]");

    private Task AskedAsync(int requests) => Eventually.HoldsAsync(() => Wire.Requests.Count >= requests, $"the service is asked {requests} times");

    // The client may not have begun its pause yet, so the clock goes on until the service is asked again.
    private Task AdvanceAsync(int requests) => Eventually.HoldsAsync(
        () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            return Wire.Requests.Count >= requests;
        },
        $"the service is asked {requests} times");
}
