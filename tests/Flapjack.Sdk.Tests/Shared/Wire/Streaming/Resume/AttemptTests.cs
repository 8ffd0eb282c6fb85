namespace Flapjack.Sdk.Tests.Streaming.Resumed;

/// <summary>How often a stream is opened again, and after which pause; the clock stands until the test advances it.</summary>
public sealed class AttemptTests : ResumeTest
{
    private readonly TestClock _clock = new();
    private int _maxRetries = 3;
    private TimeSpan _retryDelay = TimeSpan.FromSeconds(1);
    private TimeSpan _responseTimeout = Timeout.InfiniteTimeSpan;

    // Without the other two budgets, every timer is a pause.
    private protected override void Configure(FlapjackClientOptions options) =>
        (options.TimeProvider, options.MaxRetries, options.RetryDelay, options.ResponseTimeout, options.StreamIdleTimeout) =
        (_clock, _maxRetries, _retryDelay, _responseTimeout, Timeout.InfiniteTimeSpan);

    [Fact]
    public async Task Without_progress_it_is_opened_again_as_often_as_MaxRetries_says()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        for (var i = 0; i < 3; i++)
        {
            await Pause();
            await (await Next(Wired.Resume)).Cuts();
        }

        var thrown = await Interrupted(events);

        (thrown.ExecId, thrown.LastEventId, thrown.BytesReceived).Should().Be(("exec_1", "1", Wired.Started.Length));
        (await Server.CountConnections()).Should().Be(4);
    }

    [Fact]
    public async Task Pauses_double_from_RetryDelay_to_eight_seconds_and_are_half_to_all_of_that()
    {
        _maxRetries = 6;
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);

        foreach (var longest in new[] { 1, 2, 4, 8, 8, 8 })
        {
            var pause = await Pause();
            pause.TotalSeconds.Should().BeInRange(longest / 2.0, longest);
            await (await Next(Wired.Resume)).Answers(503);
        }

        await Interrupted(events);
    }

    [Fact]
    public async Task An_event_begins_the_count_and_the_pauses_anew()
    {
        _maxRetries = 2;
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        for (var id = 1; id < 4; id++)
        {
            (await Pause()).TotalSeconds.Should().BeInRange(0.5, 1);
            await (await Next(Wired.Resume)).Answers(503);
            (await Pause()).TotalSeconds.Should().BeInRange(1, 2);
            await (await Next(Wired.Resume)).Cuts(Wired.Frames[id]);
        }

        await Pause();
        await (await Next(Wired.Resume)).Streams(Wired.After("4"));
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task Neither_comments_nor_frames_that_came_twice_are_progress()
    {
        _maxRetries = 2;
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await Pause();
        await (await Next(Wired.Resume)).Cuts(": keep-alive\n\n");
        await Pause();
        await (await Next(Wired.Resume)).Cuts(Wired.Started);

        await Interrupted(events);
    }

    [Theory]
    [InlineData("retry: 400\n\n", 0.5, 1)]
    [InlineData("retry: 0\n\n", 0.5, 1)]
    [InlineData("retry: 1\n\n", 0.5, 1)]
    [InlineData("retry: 1500\n\n", 1.5, 1.5)]
    [InlineData("retry: 60000\n\n", 60, 60)]
    [InlineData("retry: 600000\n\n", 600, 600)]
    [InlineData("retry: 600001\n\n", 0.5, 1)]
    [InlineData("retry: 999999999999999999999999\n\n", 0.5, 1)]
    [InlineData("retry: 40x\n\n", 0.5, 1)]
    public async Task A_pause_is_the_longer_of_what_the_server_asks_for_and_our_own(string retry, double least, double most)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + retry);

        var pause = await Pause();

        pause.TotalSeconds.Should().BeInRange(least, most);
        await (await Next(Wired.Resume)).Streams(Wired.After("1"));
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task What_the_server_asked_to_wait_holds_until_it_asks_for_something_else()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + "retry: 9000\n\n");
        (await Pause()).TotalSeconds.Should().Be(9);
        await (await Next(Wired.Resume)).Answers(503);
        (await Pause()).TotalSeconds.Should().Be(9);
        await (await Next(Wired.Resume)).Cuts("retry: 999999999999999999999999\n\n");
        (await Pause()).TotalSeconds.Should().Be(9);
        await (await Next(Wired.Resume)).Streams(Wired.After("1"));

        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task A_429_is_waited_out_for_as_long_as_it_says()
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await Pause();
        await (await Next(Wired.Resume)).Answers(429, headers: Wired.Announced + "Retry-After: 9\r\n");

        (await Pause()).Should().Be(TimeSpan.FromSeconds(9));

        await (await Next(Wired.Resume)).Streams(Wired.After("1"));
        (await events).Should().HaveCount(5);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_longer_wait_than_MaxRetryAfter_is_not_waited_out(int status)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        await Pause();
        await (await Next(Wired.Resume)).Answers(status, headers: Wired.Announced + "Retry-After: 11\r\n");

        (await Interrupted(events)).InnerException.Should().BeAssignableTo<FlapjackApiException>().Which.RetryAfter.Should().Be(TimeSpan.FromSeconds(11));
        (await Server.CountConnections()).Should().Be(2);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Answers_that_ask_for_another_attempt_are_counted_like_any_other(int status)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        for (var i = 0; i < 3; i++)
        {
            await Pause();
            await (await Next(Wired.Resume)).Answers(status, headers: Wired.Announced + "Retry-After: 1\r\n");
        }

        await Interrupted(events);
        (await Server.CountConnections()).Should().Be(4);
    }

    [Fact]
    public async Task A_bootstrap_that_was_cut_is_opened_again_no_oftener()
    {
        var events = Client.StreamBootstrapAsync("a1").All();
        await (await Next()).Cuts("id: r:1\nevent: log\ndata: {\"chunk\":\"x\"}\n\n");
        for (var i = 0; i < 3; i++)
        {
            await Pause();
            await (await Next()).Answers(503);
        }

        await Interrupted(events);
        (await Server.CountConnections()).Should().Be(4);
    }

    [Fact]
    public async Task A_stream_that_flowed_for_an_hour_is_mended_like_a_young_one()
    {
        var events = Exec();
        var post = await (await Next(Wired.Post)).Streams(Wired.Started);
        _clock.Advance(TimeSpan.FromHours(1));
        post.Connection.Close();

        await Pause();
        await (await Next(Wired.Resume)).Streams(Wired.After("1"));

        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task After_ten_minutes_without_progress_it_is_given_up_though_attempts_are_left()
    {
        (_maxRetries, _responseTimeout) = (10, TimeSpan.FromMinutes(4));
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started);
        for (var i = 0; i < 3; i++)
        {
            await Pause();
            await Next(Wired.Resume);
            _clock.Forget();
            _clock.Advance(_responseTimeout);
        }

        var thrown = await Interrupted(events);

        thrown.InnerException.Should().BeOfType<FlapjackTimeoutException>();
        (await Server.CountConnections()).Should().Be(4);
    }

    [Theory]
    [InlineData(2_000, 9, 9)]
    [InlineData(9_000, 2, 9)]
    [InlineData(2_000, 10, 10)] // as long as MaxRetryAfter allows
    public async Task Of_two_waits_that_the_server_asks_for_the_longer_holds(int retry, int retryAfter, int seconds)
    {
        var events = Exec();
        await (await Next(Wired.Post)).Cuts(Wired.Started + $"retry: {retry}\n\n");
        await Pause();
        await (await Next(Wired.Resume)).Answers(503, headers: Wired.Announced + $"Retry-After: {retryAfter}\r\n");

        (await Pause()).TotalSeconds.Should().Be(seconds);

        await (await Next(Wired.Resume)).Streams(Wired.After("1"));
        (await events).Should().HaveCount(5);
    }

    [Fact]
    public async Task With_no_retries_nothing_is_opened_again_and_no_command_waits_for_it()
    {
        _maxRetries = 0;
        await Learn();
        var events = Exec();
        var post = await Next(Wired.Post);
        await post.Cuts(Wired.Started);

        (await Interrupted(events)).ExecId.Should().Be("exec_1");

        post.Header("Flapjack-Detach-Seconds").Should().BeNull();
        Guid.TryParse(post.Key, out _).Should().BeTrue();
        (await Server.CountConnections()).Should().Be(2);
    }

    [Fact]
    public async Task With_no_retries_a_post_that_broke_is_not_even_asked_about()
    {
        _maxRetries = 0;
        var events = Exec();
        (await Next(Wired.Post)).Connection.Reset();

        await Interrupted(events);

        (await Server.CountConnections()).Should().Be(1);
    }

    /// <summary>Waits until the client pauses, and lets the pause pass.</summary>
    private async Task<TimeSpan> Pause()
    {
        TimeSpan pause;
        do
        {
            pause = await _clock.Armed();
        }
        while (pause == _responseTimeout);

        _clock.Advance(pause);
        return pause;
    }
}
