using Flapjack.ReferenceBackend.Limits;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Limits;

public sealed class ExecLimiterTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));

    [Fact]
    public void The_documented_limits_are_the_default()
    {
        var limits = new FlapjackBackendOptions().RateLimits;

        limits.Should().Be(new ExecRateLimits { PerAgentPerMinute = 60, PerOrgPerMinute = 600, ConcurrentPerAgent = 3 });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_is_at_least_one(int value)
    {
        FluentActions.Invoking(() => new ExecRateLimits { PerAgentPerMinute = value }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("PerAgentPerMinute");
        FluentActions.Invoking(() => new ExecRateLimits { PerOrgPerMinute = value }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("PerOrgPerMinute");
        FluentActions.Invoking(() => new ExecRateLimits { ConcurrentPerAgent = value }).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("ConcurrentPerAgent");
    }

    [Fact]
    public void The_sixty_first_start_of_an_agent_waits_until_the_first_is_a_minute_old()
    {
        var limiter = NewLimiter();
        for (var i = 0; i < 60; i++)
        {
            Run(limiter);
        }

        RefusalOf(limiter).Should().Be(("AGENT", 60));
        _clock.Advance(TimeSpan.FromSeconds(59));
        RefusalOf(limiter).Should().Be(("AGENT", 1));
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        RefusalOf(limiter).Should().Be(("AGENT", 1));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        RefusalOf(limiter).Should().BeNull();
    }

    [Fact]
    public void The_window_slides_and_does_not_begin_anew()
    {
        var limiter = NewLimiter();
        for (var i = 0; i < 60; i++)
        {
            Run(limiter);
            _clock.Advance(TimeSpan.FromSeconds(0.75));
        }

        RefusalOf(limiter).Should().Be(("AGENT", 15));
        _clock.Advance(TimeSpan.FromSeconds(15));
        Run(limiter);
        RefusalOf(limiter).Should().Be(("AGENT", 1), "the second start leaves the minute 0.75 s after the first");
    }

    [Fact]
    public void The_six_hundred_and_first_start_of_an_organization_waits_whichever_its_agent()
    {
        var limiter = NewLimiter();
        for (var i = 0; i < 600; i++)
        {
            Run(limiter, agent: $"agent-{i % 10}");
        }

        RefusalOf(limiter, agent: "agent-11").Should().Be(("ORG", 60));
        RefusalOf(limiter, org: "other", agent: "stranger").Should().BeNull();
        _clock.Advance(TimeSpan.FromSeconds(59));
        RefusalOf(limiter, agent: "agent-11").Should().Be(("ORG", 1));
        _clock.Advance(TimeSpan.FromSeconds(1));
        RefusalOf(limiter, agent: "agent-11").Should().BeNull();
    }

    [Fact]
    public void The_fourth_command_at_once_waits_until_one_has_ended()
    {
        var limiter = NewLimiter();
        var slots = Enumerable.Range(0, 3).Select(_ => limiter.Take("org", "agent")).ToArray();

        RefusalOf(limiter).Should().Be(("CONCURRENT", 1));
        RefusalOf(limiter, agent: "other").Should().BeNull();
        _clock.Advance(TimeSpan.FromHours(1));
        RefusalOf(limiter).Should().Be(("CONCURRENT", 1), "a command that runs for long keeps its slot");
        slots[1].Dispose();
        RefusalOf(limiter).Should().BeNull();
    }

    [Fact]
    public void A_slot_comes_back_once()
    {
        var limiter = NewLimiter(new() { ConcurrentPerAgent = 2 });
        var first = limiter.Take("org", "agent");
        limiter.Take("org", "agent");

        first.Dispose();
        first.Dispose();
        limiter.Take("org", "agent");

        RefusalOf(limiter).Should().Be(("CONCURRENT", 1));
    }

    [Fact]
    public void Of_several_limits_the_one_with_the_longest_wait_is_told()
    {
        var limiter = NewLimiter(new() { PerAgentPerMinute = 2, PerOrgPerMinute = 3, ConcurrentPerAgent = 1 });
        Run(limiter, agent: "first");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Run(limiter);
        limiter.Take("org", "agent");

        RefusalOf(limiter).Should().Be(("AGENT", 60), "also the organization has to wait, but for 50 s, and the slot for 1 s");
        RefusalOf(limiter, agent: "first").Should().Be(("ORG", 50));
        _clock.Advance(TimeSpan.FromSeconds(59));
        RefusalOf(limiter).Should().Be(("AGENT", 1), "of equal waits the certain one is told");
        _clock.Advance(TimeSpan.FromSeconds(1));
        RefusalOf(limiter).Should().Be(("CONCURRENT", 1));
    }

    [Fact]
    public void A_refusal_counts_nothing()
    {
        var limiter = NewLimiter(new() { PerAgentPerMinute = 2, ConcurrentPerAgent = 1 });
        var slot = limiter.Take("org", "agent");
        for (var i = 0; i < 100; i++)
        {
            RefusalOf(limiter).Should().Be(("CONCURRENT", 1));
        }

        slot.Dispose();

        RefusalOf(limiter).Should().BeNull();
        RefusalOf(limiter).Should().Be(("AGENT", 60));
    }

    [Fact]
    public void A_refusal_says_which_limit_it_is_and_when_to_come_again()
    {
        var limiter = NewLimiter(new() { PerAgentPerMinute = 2, PerOrgPerMinute = 3, ConcurrentPerAgent = 1 });
        limiter.Take("org", "agent");
        DetailOf(limiter, agent: "agent").Should().Be(
            "1 commands run on this agent's computer, and no more may at once; come again when one has ended, or in 1 s.");

        Run(limiter, agent: "other");
        Run(limiter, agent: "other");
        DetailOf(limiter, agent: "other").Should().Be("This agent may start 2 commands a minute, and has; come again in 60 s.");
        DetailOf(limiter, agent: "third").Should().Be("This organization may start 3 commands a minute, and has; come again in 60 s.");
    }

    [Fact]
    public void A_command_that_was_not_taken_on_after_all_counts_nothing_and_gives_its_slot_back()
    {
        var limiter = NewLimiter(new() { PerAgentPerMinute = 1, PerOrgPerMinute = 1, ConcurrentPerAgent = 1 });

        limiter.Take("org", "agent").Withdraw();

        RefusalOf(limiter).Should().BeNull();
        RefusalOf(limiter).Should().Be(("AGENT", 60));
    }

    [Fact]
    public void A_withdrawn_start_leaves_the_starts_of_the_others_where_they_were()
    {
        var limiter = NewLimiter(new() { PerAgentPerMinute = 3 });
        Run(limiter);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var withdrawn = limiter.Take("org", "agent");
        _clock.Advance(TimeSpan.FromSeconds(10));
        Run(limiter);

        withdrawn.Withdraw();

        Run(limiter);
        RefusalOf(limiter).Should().Be(("AGENT", 40), "the first start is 20 s old");
        _clock.Advance(TimeSpan.FromSeconds(40));
        Run(limiter);
        RefusalOf(limiter).Should().Be(("AGENT", 20), "the other two starts are 40 s old");
    }

    [Fact]
    public void A_slot_that_was_given_back_can_not_be_withdrawn()
    {
        var limiter = NewLimiter(new() { PerAgentPerMinute = 2 });
        Run(limiter);
        var ended = limiter.Take("org", "agent");

        ended.Dispose();
        ended.Withdraw();

        RefusalOf(limiter).Should().Be(("AGENT", 60), "a command that ran has started");
    }

    [Fact]
    public void A_hundred_at_once_get_three_slots()
    {
        var limiter = NewLimiter();
        using var together = new Barrier(20);
        var taken = 0;

        Parallel.For(0, 20, new() { MaxDegreeOfParallelism = 20 }, _ =>
        {
            together.SignalAndWait(TimeSpan.FromSeconds(30));
            for (var i = 0; i < 5; i++)
            {
                try
                {
                    limiter.Take("org", "agent");
                    Interlocked.Increment(ref taken);
                }
                catch (LimitExceededException)
                {
                }
            }
        });

        taken.Should().Be(3);
    }

    [Fact]
    public void Whoever_used_nothing_within_a_minute_is_forgotten()
    {
        var limiter = NewLimiter();
        var slot = limiter.Take("org", "runs on");
        Run(limiter, agent: "gone");

        _clock.Advance(TimeSpan.FromSeconds(59));
        limiter.Sweep();
        var before = limiter.Count;
        _clock.Advance(TimeSpan.FromSeconds(1));
        limiter.Sweep();
        var after = limiter.Count;
        slot.Dispose();
        limiter.Sweep();

        (before, after, limiter.Count).Should().Be((3, 1, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Over_a_random_walk_it_agrees_with_the_obvious_count_and_its_waits_are_true(int seed)
    {
        var random = new Random(seed);
        var limits = new ExecRateLimits { PerAgentPerMinute = 7, PerOrgPerMinute = 12, ConcurrentPerAgent = int.MaxValue };
        var limiter = NewLimiter(limits);
        var starts = new List<(string Agent, DateTimeOffset At)>();
        bool Fits(string agent, DateTimeOffset at) =>
            starts.Count(start => start.At > at.AddMinutes(-1)) < limits.PerOrgPerMinute
            && starts.Count(start => start.Agent == agent && start.At > at.AddMinutes(-1)) < limits.PerAgentPerMinute;

        var refusals = 0;
        for (var step = 0; step < 3_000; step++)
        {
            var agent = $"agent-{random.Next(3)}";
            var now = _clock.GetUtcNow();
            var refusal = RefusalOf(limiter, agent: agent);

            (refusal is null).Should().Be(Fits(agent, now), $"step {step}");
            if (refusal is var (_, seconds))
            {
                refusals++;
                Fits(agent, now.AddSeconds(seconds)).Should().BeTrue($"step {step}: that wait is enough");
                Fits(agent, now.AddSeconds(seconds - 1)).Should().BeFalse($"step {step}: and no second too long");
            }
            else
            {
                starts.Add((agent, now));
            }

            _clock.Advance(TimeSpan.FromMilliseconds(random.Next(8_000)));
        }

        refusals.Should().BeGreaterThan(100);
    }

    private ExecLimiter NewLimiter(ExecRateLimits? limits = null) => new(limits ?? new(), _clock);

    private static void Run(ExecLimiter limiter, string org = "org", string agent = "agent") => limiter.Take(org, agent).Dispose();

    private static string DetailOf(ExecLimiter limiter, string agent) =>
        limiter.Invoking(it => it.Take("org", agent)).Should().Throw<LimitExceededException>().Which.Message;

    /// <summary>Why and for how long a command is refused; null when it was taken, and has ended at once.</summary>
    private static (string Reason, int Seconds)? RefusalOf(ExecLimiter limiter, string org = "org", string agent = "agent")
    {
        try
        {
            Run(limiter, org, agent);
            return null;
        }
        catch (LimitExceededException e)
        {
            return (e.Reason, e.RetryAfterSeconds);
        }
    }
}
