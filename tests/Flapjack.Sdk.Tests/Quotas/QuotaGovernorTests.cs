namespace Flapjack.Sdk.Tests.Quotas;

public sealed class QuotaGovernorTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60.05);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly TestClock _clock = new();
    private FlapjackQuotaGovernor? _governor;

    public void Dispose() => _governor?.Dispose();

    [Fact]
    public async Task Three_commands_run_on_an_agent_and_the_fourth_waits_for_a_slot()
    {
        var governor = Governor();
        var running = await Enter(governor, "a1", 3);
        var fourth = governor.EnterAsync("a1", default);
        await Enter(governor, "a2", 3);
        fourth.IsCompleted.Should().BeFalse();

        running[1].Dispose();

        await fourth.Soon();
    }

    [Fact]
    public async Task Who_comes_first_goes_first()
    {
        var governor = Governor(options => options.ConcurrentExecsPerAgent = 1);
        var running = await Enter(governor, "a1");
        var waiting = Enumerable.Range(0, 10).Select(_ => governor.EnterAsync("a1", default)).ToArray();

        foreach (var (next, i) in waiting.Select((next, i) => (next, i)))
        {
            running.Dispose();
            running = await next.Soon();
            governor.GetQueuedCount("a1").Should().Be(9 - i);
        }
    }

    [Fact]
    public async Task A_minute_runs_from_the_answer_and_not_from_the_request()
    {
        var governor = Governor(options => (options.ExecsPerAgentPerMinute, options.ConcurrentExecsPerAgent) = (2, 10));
        var sent = await Enter(governor, "a1", 2);
        var third = governor.EnterAsync("a1", default);
        _clock.Advance(Minute + Minute);
        governor.QueuedCount.Should().Be(1, "nobody knows yet when the service will take the first");

        sent[0].Started();
        _clock.Advance(Minute - Tick);
        governor.QueuedCount.Should().Be(1);
        _clock.Advance(Tick);

        await third.Soon();
    }

    [Fact]
    public async Task The_organizations_minute_counts_on_every_agent()
    {
        var governor = Governor(options => options.ExecsPerOrganizationPerMinute = 2);
        (await Enter(governor, "a1")).Started();
        (await Enter(governor, "a2")).Started();
        var third = governor.EnterAsync("a3", default);

        _clock.Advance(Minute - Tick);
        governor.QueuedCount.Should().Be(1);
        _clock.Advance(Tick);

        await third.Soon();
    }

    [Fact]
    public async Task A_command_that_the_service_did_not_start_counts_for_nothing()
    {
        var governor = Governor(options => (options.ExecsPerAgentPerMinute, options.ExecsPerOrganizationPerMinute) = (1, 1));
        var sent = await Enter(governor, "a1");
        var next = governor.EnterAsync("a1", default);

        sent.Withdraw();

        await next.Soon();
    }

    [Fact]
    public async Task One_of_which_nobody_knows_counts_from_when_it_was_given_up()
    {
        var governor = Governor(options => options.ExecsPerAgentPerMinute = 1);
        var sent = await Enter(governor, "a1");
        var next = governor.EnterAsync("a1", default);
        _clock.Advance(Minute);

        sent.Dispose();
        _clock.Advance(Minute - Tick);
        governor.QueuedCount.Should().Be(1);
        _clock.Advance(Tick);

        await next.Soon();
    }

    [Fact]
    public async Task Agents_take_turns()
    {
        var governor = Governor(options => (options.ExecsPerOrganizationPerMinute, options.ConcurrentExecsPerAgent) = (1, 10));
        var sent = await Enter(governor, "a0");
        string[] agents = ["a1", "a1", "a1", "a1", "a2", "a2", "a3"];
        var waiting = agents.Select(agent => governor.EnterAsync(agent, default)).ToArray();

        var order = new List<string>();
        for (var i = 0; i < agents.Length; i++)
        {
            sent.Withdraw();
            sent = await (await Task.WhenAny(waiting.Where(ticket => !ticket.IsCompleted || ticket.Result.State == ExecTicketState.Sent)).Soon());
            order.Add(sent.Agent.AgentId);
        }

        order.Should().Equal("a1", "a2", "a3", "a1", "a2", "a1", "a1");
    }

    [Fact]
    public async Task Whoever_stops_waiting_frees_the_place()
    {
        var governor = Governor(options => options.ConcurrentExecsPerAgent = 1);
        using var cancel = new CancellationTokenSource();
        var running = await Enter(governor, "a1");
        var leaving = governor.EnterAsync("a1", cancel.Token);
        var staying = governor.EnterAsync("a1", default);

        await cancel.CancelAsync();

        (await leaving.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        governor.GetQueuedCount("a1").Should().Be(1);
        running.Dispose();
        await staying.Soon();
    }

    [Fact]
    public async Task A_cancellation_that_comes_too_late_changes_nothing()
    {
        var governor = Governor(options => options.ConcurrentExecsPerAgent = 1);
        using var cancel = new CancellationTokenSource();
        var running = await governor.EnterAsync("a1", cancel.Token).Soon();
        var next = governor.EnterAsync("a1", default);

        await cancel.CancelAsync();

        governor.QueuedCount.Should().Be(1);
        running.Dispose();
        await next.Soon();
    }

    [Fact]
    public async Task A_slot_comes_back_once()
    {
        var governor = Governor(options => options.ConcurrentExecsPerAgent = 1);
        var running = await Enter(governor, "a1");

        running.Dispose();
        running.Dispose();
        running.Withdraw();

        await Enter(governor, "a1");
        _ = governor.EnterAsync("a1", default);
        governor.QueuedCount.Should().Be(1);
    }

    [Fact]
    public async Task A_wait_ends_when_it_has_lasted_too_long()
    {
        var governor = Governor(options => (options.ConcurrentExecsPerAgent, options.MaxWait) = (1, TimeSpan.FromSeconds(30)));
        var running = await Enter(governor, "a1");
        var first = governor.EnterAsync("a1", default);
        _clock.Advance(TimeSpan.FromSeconds(20));
        var second = governor.EnterAsync("a1", default);

        _clock.Advance(TimeSpan.FromSeconds(10));

        var thrown = (await first.Awaiting(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>().WithMessage("*a1*30 s*Quota*never started*")).Which;
        (thrown.Budget, thrown.Timeout).Should().Be((FlapjackTimeoutBudget.Quota, TimeSpan.FromSeconds(30)));
        running.Dispose();
        await second.Soon();
    }

    [Fact]
    public async Task Disposing_it_ends_every_wait_and_leaves_alone_what_runs()
    {
        var governor = Governor(options => options.ConcurrentExecsPerAgent = 1);
        var running = await Enter(governor, "a1");
        Task[] waiting = [governor.EnterAsync("a1", default), governor.EnterAsync("a1", default)];

        governor.Dispose();
        governor.Dispose();

        foreach (var wait in waiting.Append(governor.EnterAsync("a2", default)))
        {
            await wait.Awaiting(task => task.Soon()).Should().ThrowAsync<ObjectDisposedException>();
        }

        running.Started();
        running.Dispose();
        governor.QueuedCount.Should().Be(0);
    }

    [Fact]
    public async Task While_nobody_waits_no_timer_runs()
    {
        var governor = Governor(options => options.ExecsPerAgentPerMinute = 2);
        _clock.Forget();
        foreach (var ticket in await Enter(governor, "a1", 2))
        {
            ticket.Started();
            ticket.Dispose();
        }

        var waiting = Enumerable.Range(0, 100).Select(_ => governor.EnterAsync("a1", default)).ToArray();

        (await _clock.Armed()).Should().Be(Minute);
        waiting[0].IsCompleted.Should().BeFalse();
    }

    [Fact]
    public void An_agent_of_the_past_is_forgotten()
    {
        var turns = new ExecTurns(60, 600, 3);
        var governor = Governor();
        var agent = turns.AgentOf("a1", TimeSpan.Zero);
        turns.Enter(new(governor, agent, 0, TimeSpan.MaxValue), TimeSpan.Zero);
        var ticket = turns.TakeNext(TimeSpan.Zero)!;
        turns.Started(ticket, TimeSpan.Zero);
        turns.End(ticket, nothingStarted: false, TimeSpan.Zero);

        turns.AgentOf("a1", Minute - Tick).Should().BeSameAs(agent);
        turns.AgentOf("a1", Minute).Should().NotBeSameAs(agent);
    }

    public static TheoryData<string, Action<FlapjackQuotaGovernorOptions>> BadOptions => new()
    {
        { "ExecsPerAgentPerMinute", options => options.ExecsPerAgentPerMinute = 0 },
        { "ExecsPerOrganizationPerMinute", options => options.ExecsPerOrganizationPerMinute = -1 },
        { "ConcurrentExecsPerAgent", options => options.ConcurrentExecsPerAgent = 0 },
        { "MaxWait", options => options.MaxWait = TimeSpan.FromSeconds(-1) },
        { "TimeProvider", options => options.TimeProvider = null! },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void A_bad_option_is_named(string name, Action<FlapjackQuotaGovernorOptions> spoil)
    {
        var make = () => Governor(spoil);

        make.Should().Throw<ArgumentException>().Which.ParamName.Should().EndWith(name);
    }

    [Fact]
    public void The_defaults_are_the_documented_limits()
    {
        new FlapjackQuotaGovernorOptions().Should().BeEquivalentTo(new
        {
            ExecsPerAgentPerMinute = 60,
            ExecsPerOrganizationPerMinute = 600,
            ConcurrentExecsPerAgent = 3,
            MaxWait = Timeout.InfiniteTimeSpan,
            TimeProvider = TimeProvider.System,
        });
    }

    private FlapjackQuotaGovernor Governor(Action<FlapjackQuotaGovernorOptions>? configure = null)
    {
        var options = new FlapjackQuotaGovernorOptions { TimeProvider = _clock };
        configure?.Invoke(options);
        return _governor = new(options);
    }

    private static Task<ExecTicket> Enter(FlapjackQuotaGovernor governor, string agent) => governor.EnterAsync(agent, default).Soon();

    private static async Task<ExecTicket[]> Enter(FlapjackQuotaGovernor governor, string agent, int count) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Enter(governor, agent)));
}
