namespace Flapjack.Sdk.Tests.Quotas;

/// <summary>Others use the quota too: what the governor makes of a 429.</summary>
public sealed class RefusedAllTheSameTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(7);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly TestClock _clock = new();
    private readonly FlapjackQuotaGovernor _governor;

    public RefusedAllTheSameTests() => _governor = new(new() { TimeProvider = _clock });

    public void Dispose() => _governor.Dispose();

    [Theory]
    [InlineData("AGENT")]
    [InlineData("SOMETHING_NEW")]
    [InlineData(null)]
    public async Task An_agents_limit_pauses_the_agent(string? reason)
    {
        var refused = await Enter("a1");

        var again = refused.EnterAgainAsync(Refusal(reason), default);
        var behind = _governor.EnterAsync("a1", default);

        await Enter("a2");
        _governor.GetQueuedCount("a1").Should().Be(2);
        await Ends(Pause, again, behind);
    }

    [Fact]
    public async Task The_organizations_limit_pauses_everybody()
    {
        var refused = await Enter("a1");

        var again = refused.EnterAgainAsync(Refusal("ORG"), default);
        var other = _governor.EnterAsync("a2", default);

        _governor.QueuedCount.Should().Be(2);
        await Ends(Pause, again, other);
    }

    [Fact]
    public async Task A_slot_that_others_hold_is_one_fewer_for_a_moment()
    {
        var (one, two, three) = (await Enter("a1"), await Enter("a1"), await Enter("a1"));
        one.Started();

        var again = two.EnterAgainAsync(Refusal("CONCURRENT"), default);
        var alsoAgain = three.EnterAgainAsync(Refusal("CONCURRENT"), default);
        _governor.QueuedCount.Should().Be(2);
        one.Dispose();

        await again.Soon();
        await Enter("a2");
        _governor.QueuedCount.Should().Be(1, "the service has no more than one slot for this agent now");
        await Ends(Pause, alsoAgain);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    public async Task A_pause_of_unknown_length_is_a_second(int? seconds)
    {
        var refused = await Enter("a1");

        var again = refused.EnterAgainAsync(new("429") { Reason = RateLimitReason.Agent, RetryAfter = seconds is { } s ? TimeSpan.FromSeconds(s) : null }, default);

        await Ends(TimeSpan.FromSeconds(1), again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_service_that_refuses_the_same_command_again_and_again_is_asked_less_and_less(int? seconds)
    {
        var refused = await Enter("a1");

        foreach (var longest in new[] { 1, 2, 4, 8, 8 })
        {
            var again = refused.EnterAgainAsync(new("429") { RetryAfter = seconds is { } s ? TimeSpan.FromSeconds(s) : null }, default);
            _clock.Advance(TimeSpan.FromSeconds(Math.Max(1, longest / 2.0)) - Tick);
            _governor.QueuedCount.Should().Be(1);
            _clock.Advance(TimeSpan.FromSeconds(longest));
            await again.Soon();
        }
    }

    [Fact]
    public async Task A_shorter_pause_does_not_cut_a_longer_one()
    {
        var (one, two) = (await Enter("a1"), await Enter("a1"));

        Task[] again = [one.EnterAgainAsync(Refusal("AGENT"), default), two.EnterAgainAsync(new("429") { RetryAfter = TimeSpan.FromSeconds(2) }, default)];

        await Ends(Pause, again);
    }

    [Fact]
    public async Task Whoever_was_refused_stands_in_front_in_the_old_order()
    {
        var tickets = new[] { await Enter("a1"), await Enter("a1"), await Enter("a1") };
        var fourth = _governor.EnterAsync("a1", default);

        // Their refusals come in another order than they were sent.
        var third = tickets[2].EnterAgainAsync(Refusal("AGENT"), default);
        var first = tickets[0].EnterAgainAsync(Refusal("AGENT"), default);
        var second = tickets[1].EnterAgainAsync(Refusal("AGENT"), default);
        _clock.Advance(Pause);

        await Task.WhenAll(first, second, third).Soon();
        _governor.QueuedCount.Should().Be(1);
        tickets[0].Dispose();
        await fourth.Soon();
    }

    [Fact]
    public async Task A_refusal_is_no_start()
    {
        for (var i = 0; i < 60; i++)
        {
            var ticket = await Enter("a1");
            var again = ticket.EnterAgainAsync(Refusal("AGENT"), default);
            _clock.Advance(Pause);
            await again.Soon();
            ticket.Withdraw();
        }

        await Enter("a1");
    }

    [Fact]
    public async Task Whoever_waits_again_may_leave()
    {
        using var cancel = new CancellationTokenSource();
        var refused = await Enter("a1");
        var again = refused.EnterAgainAsync(Refusal("AGENT"), cancel.Token);

        await cancel.CancelAsync();

        await again.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>();
        refused.Dispose();
        _governor.QueuedCount.Should().Be(0);
        var next = new[] { _governor.EnterAsync("a1", default), _governor.EnterAsync("a1", default), _governor.EnterAsync("a1", default) };
        await Ends(Pause, next);
    }

    private Task<ExecTicket> Enter(string agent) => _governor.EnterAsync(agent, default).Soon();

    private async Task Ends(TimeSpan pause, params Task[] waiting)
    {
        var count = _governor.QueuedCount;
        _clock.Advance(pause - Tick);
        _governor.QueuedCount.Should().Be(count);
        _clock.Advance(Tick);
        await Task.WhenAll(waiting).Soon();
    }

    private static RateLimitedException Refusal(string? reason) => new("429") { Reason = new(reason), RetryAfter = Pause };
}
