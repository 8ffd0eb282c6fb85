using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunTests : WireTest
{
    private const string Runs = "/api/runners/r1/runs";
    private const string Resume = "/api/runners/r1/runs/run1/resume";
    private const string Analytics = "/api/runners/r1/analytics";

    private const string Run = """{"id":"run1","runner_id":"r1","status":"pending","input":{"topic":"AI news"},"created_at":"2026-05-01T10:00:00Z","priority":7}""";

    [Fact]
    public async Task A_run_is_started_with_an_input_and_waits()
    {
        Wire.Answers(Runs, new Answer(201, Run));

        var run = await Client.TriggerRunAsync("r1", JsonElement.Parse("""{"topic":"AI news"}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Runs, """{"input":{"topic":"AI news"}}"""));
        (run.Id, run.RunnerId, run.Status).Should().Be(("run1", "r1", RunnerRunStatus.Pending));
        run.Input!.Value.GetProperty("topic").GetString().Should().Be("AI news");
        run.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        run.AdditionalProperties.Should().ContainKey("priority");
    }

    [Fact]
    public async Task A_run_needs_no_input()
    {
        Wire.Answers(Runs, new Answer(201, "{}"));

        var run = await Client.TriggerRunAsync("r1").Soon();

        Wire.Request.Body.Should().Be("{}");
        (run.Id, run.Status, run.Input).Should().Be(("", null, null));
    }

    [Fact]
    public async Task An_odd_field_of_a_run_costs_that_field_only()
    {
        Wire.Answers(Runs, new Answer(201, """{"id":"run1","status":3,"created_at":true}"""));

        var run = await Client.TriggerRunAsync("r1").Soon();

        (run.Id, run.Status, run.CreatedAt).Should().Be(("run1", null, null));
        run.AdditionalProperties!["status"].GetInt32().Should().Be(3);
    }

    [Fact]
    public async Task A_run_is_started_once_although_its_answer_is_lost()
    {
        Wire.Answers(Runs, new Answer(503, """{"error":"UNAVAILABLE"}"""));

        var start = () => Client.TriggerRunAsync("r1").Soon();

        await start.Should().ThrowAsync<FlapjackApiException>();
        Wire.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_paused_run_goes_on()
    {
        Wire.Answers(Resume, """{"id":"run1","status":"running"}""");

        var run = await Client.ResumeRunAsync("r1", "run1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Resume, ""));
        run.Status.Should().Be(RunnerRunStatus.Running);
    }

    [Fact]
    public async Task A_run_that_is_not_paused_can_not_go_on()
    {
        Wire.Answers(Resume, new Answer(422, """{"error":"RUN_NOT_PAUSED","detail":"The run is completed."}"""));

        var resume = () => Client.ResumeRunAsync("r1", "run1").Soon();

        (await resume.Should().ThrowAsync<FlapjackValidationException>()).Which.Detail.Should().Be("The run is completed.");
    }

    [Fact]
    public async Task The_numbers_of_a_runner_are_read_with_all_of_their_fields()
    {
        Wire.Answers(Analytics, """
            {"runner":{"id":"r1","name":"Daily Report"},"period":{"days":7,"since":"2026-04-25T00:00:00Z"},
             "summary":{"total_runs":10,"completed":7,"failed":1,"cancelled":1,"pending":1,"success_rate":77.7,"avg_duration_ms":1234.5,
                        "total_input_tokens":5000000000,"total_output_tokens":20,"total_cost_usd":0.0000012,"total_steps":30},
             "hourly":[{"hour":1}]}
            """);

        var analytics = await Client.GetRunnerAnalyticsAsync("r1", AnalyticsPeriod.Days7).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", Analytics, "period=7d"));
        (analytics.Runner!.Id, analytics.Runner.Name).Should().Be(("r1", "Daily Report"));
        (analytics.Period!.Days, analytics.Period.Since).Should().Be((7, new DateTimeOffset(2026, 4, 25, 0, 0, 0, TimeSpan.Zero)));
        var summary = analytics.Summary!;
        (summary.TotalRuns, summary.Completed, summary.Failed, summary.Cancelled, summary.Pending).Should().Be((10, 7, 1, 1, 1));
        (summary.SuccessRate, summary.AverageDurationMs).Should().Be((77.7, 1234.5));
        (summary.TotalInputTokens, summary.TotalOutputTokens, summary.TotalCostUsd).Should().Be((5_000_000_000, 20, 0.0000012m));
        summary.AdditionalProperties!["total_steps"].GetInt32().Should().Be(30);
        analytics.AdditionalProperties!["hourly"].GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task The_numbers_of_a_runner_may_be_missing_or_odd()
    {
        Wire.Answers(Analytics, Answer.Json("{}"), Answer.Json("""{"summary":{"total_runs":"many","completed":"7","total_cost_usd":"0.5"},"period":[]}"""));

        var missing = await Client.GetRunnerAnalyticsAsync("r1").Soon();
        var odd = await Client.GetRunnerAnalyticsAsync("r1").Soon();

        Wire.Requests[0].Query.Should().BeEmpty();
        (missing.Runner, missing.Period, missing.Summary).Should().Be((null, null, null));
        (odd.Summary!.TotalRuns, odd.Summary.Completed, odd.Summary.TotalCostUsd, odd.Period).Should().Be((null, 7, 0.5m, null));
        odd.AdditionalProperties!["period"].GetArrayLength().Should().Be(0);
    }
}
