using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Resources.Logs;

public sealed class LogPagesTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("", 50)]
    [InlineData("?limit=200", 200)]
    [InlineData("?limit=1", 1)]
    public async Task A_page_has_at_most_as_many_traces_as_were_asked_for(string query, int count)
    {
        var world = new LogsWorld(backend);
        Fill(world, 201, n => LogsWorld.Start.AddSeconds(n));

        var page = await world.GetAsync("/api/logs" + query);

        page.Json.GetProperty("traces").GetArrayLength().Should().Be(count);
        var last = page.Json.GetProperty("traces")[count - 1];
        page.Text("nextCursor").Should().Be($"{last.GetProperty("started_at").GetString()}|{last.GetProperty("id").GetString()}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(400)]
    public async Task A_thousand_traces_that_start_at_a_few_times_are_listed_once_each_while_others_begin(int times)
    {
        var world = new LogsWorld(backend);
        var expected = Fill(world, 1000, n => LogsWorld.Start.AddMilliseconds(n % times));
        var ids = new List<string>();
        string? cursor = null;

        do
        {
            var page = await world.GetAsync("/api/logs?limit=77" + (cursor is null ? "" : "&cursor=" + Uri.EscapeDataString(cursor)));
            ids.AddRange(page.Json.GetProperty("traces").EnumerateArray().Select(trace => trace.GetProperty("id").GetString()!));
            cursor = page.Json.GetProperty("nextCursor").GetString();
            Fill(world, 5, n => LogsWorld.Start.AddMilliseconds(n));
            Fill(world, 5, n => LogsWorld.Start.AddHours(1));
        }
        while (cursor is not null);

        ids.Should().OnlyHaveUniqueItems();
        ids.Where(expected.Contains).Should().HaveCount(1000);
        var order = await world.GetAsync("/api/logs?limit=200");
        order.Json.GetProperty("traces").EnumerateArray().Select(trace => (trace.GetProperty("started_at").GetDateTimeOffset(), trace.GetProperty("id").GetString()))
            .Should().BeInDescendingOrder();
    }

    [Fact]
    public async Task The_trace_of_a_cursor_may_be_gone()
    {
        var world = new LogsWorld(backend);
        var runner = await world.AddRunnerAsync();
        var (newer, older) = (world.NewTrace(LogsWorld.Start.AddSeconds(1)) with { RunnerId = runner }, world.NewTrace());
        world.Save(newer);
        world.Save(older);
        var cursor = (await world.GetAsync("/api/logs?limit=1")).Text("nextCursor");

        await TestBackend.SendAsync(world.Client, HttpMethod.Delete, "/api/runners/" + runner);

        (await world.ListAsync("?cursor=" + Uri.EscapeDataString(cursor))).Should().Equal(older.Id);
    }

    [Fact]
    public async Task Each_filter_leaves_what_has_all_of_it()
    {
        var world = new LogsWorld(backend);
        var (agent, runner) = (world.AddAgent(), await world.AddRunnerAsync());
        var (thread, run) = (world.AddThread(agent), await world.AddRunAsync(runner));
        var chat = world.NewTrace() with { AgentId = agent, ThreadId = thread, Status = TraceStatus.Ok, Name = "100% Sure_Thing" };
        var step = world.NewTrace() with { AgentId = agent, RunnerId = runner, RunId = run, Status = TraceStatus.Error, Name = "step" };
        var other = world.NewTrace() with { Name = "100 surexthing" };
        Array.ForEach([chat, step, other], trace => world.Save(trace));

        (await world.ListAsync($"?agent_id={agent.ToUpperInvariant()}")).Should().BeEquivalentTo(chat.Id, step.Id);
        (await world.ListAsync($"?runner_id={runner}")).Should().Equal(step.Id);
        (await world.ListAsync($"?thread_id={thread}")).Should().Equal(chat.Id);
        (await world.ListAsync($"?run_id={run}")).Should().Equal(step.Id);
        (await world.ListAsync("?status=error")).Should().Equal(step.Id);
        (await world.ListAsync("?status=running")).Should().Equal(other.Id);
        (await world.ListAsync("?q=SURE")).Should().BeEquivalentTo(chat.Id, other.Id);
        (await world.ListAsync("?q=%25")).Should().Equal(chat.Id);
        (await world.ListAsync("?q=sure_thing")).Should().Equal(chat.Id);
        (await world.ListAsync($"?agent_id={agent}&status=ok&q=sure&thread_id={thread}")).Should().Equal(chat.Id);
        (await world.ListAsync($"?agent_id={agent}&status=running")).Should().BeEmpty();
        (await world.ListAsync("?agent_id=&q=")).Should().HaveCount(3, "a filter that is empty is no filter");
    }

    // The plan of SQLite says which index a search uses. A search by another index would look at all traces of the organization, or of the runner.
    [Theory]
    [InlineData("", "org")]
    [InlineData("agent", "agent")]
    [InlineData("runner", "runner")]
    [InlineData("thread", "thread")]
    [InlineData("run", "run")]
    [InlineData("runner run", "run")]
    [InlineData("agent runner run", "run")]
    [InlineData("agent thread", "thread")]
    [InlineData("agent runner", "runner")]
    [InlineData("agent runner thread run", "run")]
    public void A_search_looks_at_the_traces_of_the_smallest_of_its_things_alone(string named, string smallest)
    {
        string? Id(string thing) => named.Split(' ').Contains(thing) ? "x" : null;
        var filter = new TraceFilter { AgentId = Id("agent"), RunnerId = Id("runner"), ThreadId = Id("thread"), RunId = Id("run"), Status = "ok", Name = "turn" };

        var plan = backend.Backend.Store().Read(db => db.Query(
            $"EXPLAIN QUERY PLAN SELECT id FROM traces WHERE {filter.Sql} AND (started_at, id) < (1, 'x') ORDER BY started_at DESC, id DESC LIMIT 50",
            row => row.GetString(3),
            [("$org", "x"), .. filter.Parameters]));

        plan.Should().ContainSingle("nothing is sorted").Which.Should().Contain($"traces_by_{smallest} ");
    }

    private static HashSet<string> Fill(LogsWorld world, int count, Func<int, DateTimeOffset> startedAt)
    {
        var traces = Enumerable.Range(0, count).Select(n => world.NewTrace(startedAt(n))).ToList();
        traces.ForEach(trace => world.Save(trace));
        return [.. traces.Select(trace => trace.Id)];
    }
}
