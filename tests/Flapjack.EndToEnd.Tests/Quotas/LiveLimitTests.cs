using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Quotas;

/// <summary>The governor against a backend that keeps its limits, with real commands: nobody is refused, and next to nothing is left unused.</summary>
public sealed class LiveLimitTests
{
    private const int Callers = 500;

    private static readonly ExecRateLimits Documented = new();

    [Fact]
    public async Task Five_hundred_callers_are_never_refused_and_use_what_the_documented_limits_allow()
    {
        await using var crowd = await Crowd.StartAsync(Documented, agents: 4);

        var calls = crowd.RunAll(Callers);
        var took = await crowd.PassTimeUntilEndAsync(calls);

        await ShouldHaveRunOnceAsync(crowd, calls);
        ShouldHaveUsed(took, starts: Callers / 4, Documented.PerAgentPerMinute);
    }

    [Fact]
    public async Task An_organizations_limit_is_shared_by_all_its_agents_and_used()
    {
        // The documented 600 a minute would want thousands of processes; the rule is the same for fewer.
        var limits = new ExecRateLimits { PerOrgPerMinute = 90 };
        await using var crowd = await Crowd.StartAsync(limits, agents: 10);

        var calls = crowd.RunAll(200);
        var took = await crowd.PassTimeUntilEndAsync(calls);

        await ShouldHaveRunOnceAsync(crowd, calls);
        ShouldHaveUsed(took, starts: 200, limits.PerOrgPerMinute);
    }

    [Fact]
    public async Task Nobody_is_refused_either_where_time_passes_while_commands_run()
    {
        // The backend counts from the moment it takes a command, the governor from what it sees of that: here the two differ. By how much
        // depends on the machine, and so does how much of the limits is used.
        var limits = new ExecRateLimits { PerAgentPerMinute = 20, PerOrgPerMinute = 30 };
        await using var crowd = await Crowd.StartAsync(limits, agents: 2);

        var calls = crowd.RunAll(120, afterEach: () => crowd.Clock.Advance(TimeSpan.FromMilliseconds(400)));
        await crowd.PassTimeUntilEndAsync(calls);

        await ShouldHaveRunOnceAsync(crowd, calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_leaves_has_given_back_its_slot_on_the_backend_too(bool breaks)
    {
        await using var crowd = await Crowd.StartAsync(new() { ConcurrentPerAgent = 1, PerAgentPerMinute = 100 }, agents: 1);

        for (var i = 0; i < 30; i++)
        {
            await crowd.LeaveAsync(i, "echo begun; exec sleep 1000", breaks);
        }

        crowd.Tally.Sent.Should().Be(30);
        crowd.Tally.Refused.Should().Be(0);
    }

    [Fact]
    public async Task Without_a_governor_most_of_them_are_refused()
    {
        await using var crowd = await Crowd.StartAsync(Documented, agents: 4, governed: false);

        var calls = crowd.RunAll(Callers);
        await Task.WhenAll(calls).ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(6 * Limit.Time);

        var refused = calls.Where(call => call.IsFaulted).Select(call => call.Exception!.InnerException).ToList();
        refused.Should().AllBeOfType<RateLimitedException>();
        // The clock stands still: no more than a minute's start of each.
        refused.Count.Should().BeGreaterThanOrEqualTo(Callers - (4 * Documented.PerAgentPerMinute));
        crowd.Tally.Refused.Should().Be(refused.Count);
        crowd.Ran.Should().OnlyHaveUniqueItems().And.HaveCount(Callers - refused.Count);
    }

    private static async Task ShouldHaveRunOnceAsync(Crowd crowd, Task[] calls)
    {
        // Throws what any of the callers met.
        await Task.WhenAll(calls);
        crowd.Tally.Refused.Should().Be(0);
        crowd.Tally.Sent.Should().Be(calls.Length);
        crowd.Ran.Should().BeEquivalentTo(Enumerable.Range(0, calls.Length));
        var audit = await crowd.Backend.ReadAuditLogAsync();
        audit.Count(row => row is { Action: "exec", ExitCode: 0 }).Should().Be(calls.Length);
    }

    /// <summary>
    /// However well it is done, every start needs that the one <paramref name="perMinute"/> before it is a minute old. So the last of them can't
    /// come earlier than after as many minutes as that makes.
    /// </summary>
    private static void ShouldHaveUsed(TimeSpan took, int starts, int perMinute)
    {
        var least = TimeSpan.FromMinutes((starts - 1) / perMinute);

        least.Should().BePositive();
        took.Should().BeGreaterThanOrEqualTo(least);
        (least / took).Should().BeGreaterThanOrEqualTo(0.95);
    }
}
