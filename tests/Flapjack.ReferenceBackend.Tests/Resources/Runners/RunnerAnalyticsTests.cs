using System.Globalization;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Analytics;

namespace Flapjack.ReferenceBackend.Tests.Resources.Runners;

public sealed class RunnerAnalyticsTests(MidnightBackend midnight) : IClassFixture<MidnightBackend>
{
    private static readonly string[] Statuses = ["pending", "running", "completed", "failed", "cancelled", "paused"];

    [Fact]
    public async Task The_numbers_of_a_runner_that_has_done_nothing_are_zero()
    {
        var runner = await CreateAsync();

        var answer = await midnight.Backend.GetAsync($"/api/runners/{runner}/analytics");

        answer.Status.Should().Be(200, answer.Body);
        answer.Json.EnumerateObject().Select(section => section.Name).Should().Equal("runner", "period", "summary", "daily", "by_model");
        answer.Json.GetProperty("runner").GetRawText().Should().Be($$"""{"id":"{{runner}}","name":"Nightly"}""");
        answer.Json.GetProperty("period").GetRawText().Should().Be("""{"days":30,"since":"2026-04-02T00:00:00Z"}""");
        answer.Json.GetProperty("summary").GetRawText().Should().Be(
            """
            {"total_runs":0,"completed":0,"failed":0,"cancelled":0,"pending":0,"success_rate":0,"avg_duration_ms":0,"total_input_tokens":0,"total_output_tokens":0,"total_cost_usd":0}
            """);
        answer.Json.GetProperty("daily").GetArrayLength().Should().Be(30);
        answer.Json.GetProperty("daily")[29].GetRawText().Should().Be("""{"day":"2026-05-01","total_runs":0,"completed":0,"failed":0,"total_cost_usd":0}""");
        answer.Json.GetProperty("by_model").GetRawText().Should().Be("[]");
    }

    [Fact]
    public async Task A_wrong_period_is_refused() =>
        (await midnight.Backend.GetAsync($"/api/runners/{await CreateAsync()}/analytics?period=1y")).ShouldBeRefused(400, "INVALID_PERIOD");

    [Theory]
    [InlineData(1, 7)]
    [InlineData(2, 30)]
    [InlineData(3, 90)]
    public async Task The_numbers_are_those_that_counting_by_hand_gives(int seed, int days)
    {
        var (runner, other) = (await CreateAsync(), await CreateAsync());
        var history = new History(seed, midnight.Backend.Backend.OrgId, MidnightBackend.Now, [null], [runner, other, null]);
        history.Store(midnight.Backend.Backend.Store());
        var runs = AddRuns(seed, runner);
        AddRuns(seed + 100, other);

        var answer = (await midnight.Backend.GetAsync($"/api/runners/{runner}/analytics?period={days}d")).Json;

        var first = new DateOnly(2026, 5, 1).AddDays(1 - days);
        var counted = runs.Where(run => DayOf(run.CreatedAt) >= first).ToList();
        var events = history.Events.Where(used => used.RunnerId == runner && DayOf(used.At) >= first).ToList();
        var (summary, ended) = (answer.GetProperty("summary"), counted.Where(run => run.EndedAt is not null).ToList());
        int Count(string status) => counted.Count(run => run.Status == status);
        string[] fields = ["total_runs", "completed", "failed", "cancelled", "pending"];
        fields.Select(field => summary.GetProperty(field).GetInt32()).Should().Equal(
            counted.Count, Count("completed"), Count("failed"), Count("cancelled"), Count("pending") + Count("running") + Count("paused"));
        summary.GetProperty("success_rate").GetDouble().Should().BeApproximately(100.0 * Count("completed") / ended.Count, 0.001);
        summary.GetProperty("avg_duration_ms").GetDouble().Should().BeApproximately(ended.Average(run => (run.EndedAt!.Value - run.StartedAt!.Value).TotalMilliseconds), 0.001);
        summary.GetProperty("total_input_tokens").GetInt64().Should().Be(events.Sum(used => used.InputTokens));
        summary.GetProperty("total_output_tokens").GetInt64().Should().Be(events.Sum(used => used.OutputTokens));
        summary.GetProperty("total_cost_usd").GetDecimal().Should().Be(events.Sum(used => used.CostUsd));

        answer.GetProperty("daily").EnumerateArray()
            .Select(day => (day.GetProperty("day").GetString()!, day.GetProperty("total_runs").GetInt32(), day.GetProperty("completed").GetInt32(), day.GetProperty("failed").GetInt32(), day.GetProperty("total_cost_usd").GetDecimal()))
            .Should().Equal(Enumerable.Range(0, days).Select(n => first.AddDays(n)).Select(day => (
                day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                counted.Count(run => DayOf(run.CreatedAt) == day),
                counted.Count(run => DayOf(run.CreatedAt) == day && run.Status == "completed"),
                counted.Count(run => DayOf(run.CreatedAt) == day && run.Status == "failed"),
                events.Where(used => DayOf(used.At) == day).Sum(used => used.CostUsd))));
        answer.GetProperty("by_model").EnumerateArray()
            .Select(row => (row.GetProperty("model").GetString()!, row.GetProperty("total_input_tokens").GetInt64(), row.GetProperty("total_output_tokens").GetInt64(), row.GetProperty("total_cost_usd").GetDecimal()))
            .Should().Equal(events.GroupBy(used => used.Model)
                .Select(model => (model.Key, model.Sum(used => used.InputTokens), model.Sum(used => used.OutputTokens), model.Sum(used => used.CostUsd)))
                .OrderByDescending(model => model.Item4));
    }

    private static DateOnly DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.UtcDateTime);

    private async Task<string> CreateAsync() => (await midnight.Backend.PostAsync("/api/runners", """{"name":"Nightly"}""")).Text("id");

    private List<StoredRun> AddRuns(int seed, string runner)
    {
        var random = new Random(seed);
        var runs = Enumerable.Range(0, 300).Select(_ => NewRun(random)).ToList();
        midnight.Backend.Backend.Store().Write(db => runs.ForEach(run => db.Execute(
            "INSERT INTO runner_runs (id, org_id, runner_id, status, created_at, started_at, ended_at, origin, actor_kind, actor_id) VALUES ($id, $org, $runner, $status, $created, $started, $ended, 'api', 'user', 'u')",
            ("$id", Guid.NewGuid().ToString()),
            ("$org", midnight.Backend.Backend.OrgId),
            ("$runner", runner),
            ("$status", run.Status),
            ("$created", run.CreatedAt),
            ("$started", run.StartedAt),
            ("$ended", run.EndedAt))));
        return runs;
    }

    // Half of the runs are created at midnight in UTC, or a millisecond beside it.
    private static StoredRun NewRun(Random random)
    {
        var created = MidnightBackend.Now.AddMilliseconds(-random.NextInt64((long)TimeSpan.FromDays(100).TotalMilliseconds));
        created = random.Next(2) == 0 ? created : new DateTimeOffset(created.UtcDateTime.Date, TimeSpan.Zero).AddMilliseconds(random.Next(-1, 2));
        var status = Statuses[random.Next(Statuses.Length)];
        var started = status == "pending" ? (DateTimeOffset?)null : created.AddSeconds(random.Next(10));
        return new(status, created, started, RunStates.IsEnd(new(status)) ? started!.Value.AddMilliseconds(random.Next(100_000)) : null);
    }

    private sealed record StoredRun(string Status, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);
}
