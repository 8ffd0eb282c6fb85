using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Logs;
using Flapjack.ReferenceBackend.Usage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>A backend whose clock stands half a second after midnight in UTC, on the first of May.</summary>
public sealed class MidnightBackend : IAsyncLifetime
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 0, 0, 0, 500, TimeSpan.Zero);

    internal TestBackend Backend { get; private set; } = null!;

    public async Task InitializeAsync() => Backend = await TestBackend.StartAsync(options => options.TimeProvider = new FakeTimeProvider(Now));

    public async Task DisposeAsync() => await Backend.DisposeAsync();
}

public sealed class AnalyticsTests(MidnightBackend midnight) : IClassFixture<MidnightBackend>
{
    [Fact]
    public async Task The_answer_has_every_section_as_documented()
    {
        var world = new LogsWorld(midnight.Backend);
        var agent = world.AddAgent();
        Store(
            new UsageEvent(world.OrgId, MidnightBackend.Now, "gpt-5.4")
            {
                AgentId = agent,
                ThreadId = "t1",
                SessionId = "s1",
                UserId = "u1",
                InputTokens = 10,
                OutputTokens = 20,
                CacheReadTokens = 3,
                CacheWriteTokens = 4,
                CostUsd = 0.000325m,
                DurationMs = 800,
            },
            new UsageEvent(world.OrgId, MidnightBackend.Now, "gpt-5.4") { AgentId = agent, ThreadId = "t1", UserId = "u2", DurationMs = 401 });
        midnight.Backend.Backend.Store().Write(db => UsageTable.Add(db, new ToolCallEvent(world.OrgId, MidnightBackend.Now, "search", agent)));

        var answer = await world.GetAsync("/api/analytics?period=7d");

        answer.Status.Should().Be(200, answer.Body);
        answer.Json.EnumerateObject().Select(section => section.Name).Should().Equal("period", "summary", "daily", "by_agent", "by_model", "top_tools", "by_credential_source");
        answer.Json.GetProperty("period").GetRawText().Should().Be("""{"start":"2026-04-25T00:00:00Z","end":"2026-05-02T00:00:00Z","days":7}""");
        answer.Json.GetProperty("summary").GetRawText().Should().Be(
            """
            {"unique_users":2,"unique_sessions":1,"total_threads":1,"total_turns":2,"input_tokens":10,"output_tokens":20,"cache_read_tokens":3,"cache_write_tokens":4,"tool_calls":1,"estimated_cost_usd":0.000325,"avg_response_time_ms":600.5}
            """);
        var daily = answer.Json.GetProperty("daily").EnumerateArray().ToList();
        daily.Select(day => day.GetProperty("day").GetString()).Should().Equal("2026-04-25", "2026-04-26", "2026-04-27", "2026-04-28", "2026-04-29", "2026-04-30", "2026-05-01");
        daily[0].GetRawText().Should().Be(
            """{"day":"2026-04-25","unique_users":0,"total_threads":0,"total_turns":0,"input_tokens":0,"output_tokens":0,"estimated_cost_usd":0}""");
        daily[^1].GetRawText().Should().Be(
            """{"day":"2026-05-01","unique_users":2,"total_threads":1,"total_turns":2,"input_tokens":10,"output_tokens":20,"estimated_cost_usd":0.000325}""");
        answer.Json.GetProperty("by_agent").GetRawText().Should().Be($$"""[{"agent_id":"{{agent}}","total_turns":2,"estimated_cost_usd":0.000325}]""");
        answer.Json.GetProperty("by_model").GetRawText().Should().Be("""[{"model":"gpt-5.4","total_turns":2,"estimated_cost_usd":0.000325}]""");
        answer.Json.GetProperty("top_tools").GetRawText().Should().Be("""[{"tool_name":"search","call_count":1}]""");
        answer.Json.GetProperty("by_credential_source").GetRawText().Should().Be(
            """[{"credential_source":"platform","total_turns":2,"input_tokens":10,"output_tokens":20,"estimated_cost_usd":0.000325}]""");
    }

    [Fact]
    public async Task A_step_of_a_run_is_a_turn_without_a_session_and_a_thread()
    {
        var world = new LogsWorld(midnight.Backend);
        Store(
            new UsageEvent(world.OrgId, MidnightBackend.Now, "gpt-5.4") { ThreadId = "t1", SessionId = "t1", UserId = "u1", CostUsd = 1 },
            new UsageEvent(world.OrgId, MidnightBackend.Now, "gpt-5.4") { RunnerId = "r1", RunId = "run1", CredentialSource = "byok", CostUsd = 2 });

        var answer = (await world.GetAsync("/api/analytics")).Json;

        var summary = answer.GetProperty("summary");
        string[] fields = ["total_turns", "unique_users", "unique_sessions", "total_threads", "estimated_cost_usd"];
        fields.Select(field => summary.GetProperty(field).GetInt32()).Should().Equal(2, 1, 1, 1, 3);
        answer.GetProperty("by_agent").GetArrayLength().Should().Be(0);
        answer.GetProperty("by_credential_source").EnumerateArray().Select(row => (row.GetProperty("credential_source").GetString(), row.GetProperty("estimated_cost_usd").GetInt32()))
            .Should().Equal(("byok", 2), ("platform", 1));
    }

    [Fact]
    public async Task A_day_is_a_day_in_UTC_wherever_the_machine_stands()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 5, 1, 23, 59, 59, 999, TimeSpan.Zero));
        clock.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("far east", TimeSpan.FromHours(14), "far east", "far east"));
        await using var backend = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        backend.Backend.Store().Write(db => UsageTable.Add(db, new UsageEvent(backend.Backend.OrgId, clock.GetUtcNow(), "gpt-5.4")));

        var lastOfDay = (await backend.GetAsync("/api/analytics?period=7d")).Json;
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var firstOfNext = (await backend.GetAsync("/api/analytics?period=7d")).Json;

        (string?, int) Turns(JsonElement day) => (day.GetProperty("day").GetString(), day.GetProperty("total_turns").GetInt32());
        Turns(lastOfDay.GetProperty("daily")[6]).Should().Be(("2026-05-01", 1));
        Turns(firstOfNext.GetProperty("daily")[6]).Should().Be(("2026-05-02", 0));
        Turns(firstOfNext.GetProperty("daily")[5]).Should().Be(("2026-05-01", 1));
    }

    [Theory]
    [InlineData("", 30)]
    [InlineData("?period=7d", 7)]
    [InlineData("?period=30d", 30)]
    [InlineData("?period=90d", 90)]
    public async Task Without_a_turn_every_number_is_zero(string query, int days)
    {
        var answer = await new LogsWorld(midnight.Backend).GetAsync("/api/analytics" + query);

        answer.Json.GetProperty("period").GetProperty("days").GetInt32().Should().Be(days);
        answer.Json.GetProperty("daily").GetArrayLength().Should().Be(days);
        answer.Json.GetProperty("summary").EnumerateObject().Should().HaveCount(11).And.OnlyContain(field => field.Value.GetDouble() == 0);
        (answer.Json.GetProperty("by_agent").GetArrayLength(), answer.Json.GetProperty("top_tools").GetArrayLength()).Should().Be((0, 0));
    }

    [Theory]
    [InlineData("period=1d", 400, "INVALID_PERIOD")]
    [InlineData("period=30", 400, "INVALID_PERIOD")]
    [InlineData("agentId=nobody", 400, "INVALID_AGENT_ID")]
    [InlineData("agentId=11111111-1111-4111-8111-111111111111", 404, "NOT_FOUND")]
    public async Task A_wrong_query_is_refused_with_its_code(string query, int status, string code) =>
        (await midnight.Backend.GetAsync("/api/analytics?" + query)).ShouldBeRefused(status, code);

    [Fact]
    public async Task Another_organizations_agent_is_forbidden()
    {
        var agent = new LogsWorld(midnight.Backend).AddAgent();

        (await new LogsWorld(midnight.Backend).GetAsync("/api/analytics?agentId=" + agent)).ShouldBeRefused(403, "FORBIDDEN");
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 30)]
    [InlineData(3, 90)]
    [InlineData(4, 90)]
    public async Task The_numbers_are_those_that_counting_by_hand_gives(int seed, int days)
    {
        var world = new LogsWorld(midnight.Backend);
        string?[] agents = [world.AddAgent(), world.AddAgent(), null];
        var (history, noise) = (new History(seed, world.OrgId, MidnightBackend.Now, agents, [null]), new LogsWorld(midnight.Backend));
        history.Store(midnight.Backend.Backend.Store());
        new History(seed + 100, noise.OrgId, MidnightBackend.Now, [noise.AddAgent()], [null]).Store(midnight.Backend.Backend.Store());

        var all = await world.GetAsync($"/api/analytics?period={days}d");
        var one = await world.GetAsync($"/api/analytics?period={days}d&agentId={agents[0]}");

        var byHand = new CountedByHand(new DateOnly(2026, 5, 1), days);
        all.Body.Should().Be(byHand.Org(history.Events, history.Calls));
        one.Body.Should().Be(byHand.Org(history.Events.Where(used => used.AgentId == agents[0]), history.Calls.Where(call => call.AgentId == agents[0])));
    }

    private void Store(params UsageEvent[] events) => midnight.Backend.Backend.Store().Write(db => Array.ForEach(events, used => UsageTable.Add(db, used)));
}
