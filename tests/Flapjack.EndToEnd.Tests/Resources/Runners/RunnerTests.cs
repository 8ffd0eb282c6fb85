using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>Runners through the client, against the backend.</summary>
public sealed class RunnerTests(PlainBackend backend) : IClassFixture<PlainBackend>
{
    private readonly FlapjackClient _client = backend.Client;

    // The sample of the documentation, in C#.
    [Fact]
    public async Task A_runner_is_built_and_run()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "Daily Report" }, Limit.Token);
        var step = await _client.AddRunnerStepAsync(runner.Id, new() { Kind = RunnerStepKind.Agent, Name = "Analyze" }, Limit.Token);
        var trigger = await _client.AddRunnerTriggerAsync(runner.Id, new() { Kind = RunnerTriggerKind.Cron, CronExpression = "0 9 * * MON" }, Limit.Token);
        var run = await _client.TriggerRunAsync(runner.Id, JsonElement.Parse("""{"topic":"AI news"}"""), Limit.Token);

        (runner.OrgId, runner.Name, runner.ProjectId).Should().Be((backend.Backend.OrgId, "Daily Report", null));
        (await _client.ListRunnerStepsAsync(runner.Id, Limit.Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(step, Json);
        (await _client.ListRunnerTriggersAsync(runner.Id, Limit.Token)).Should().ContainSingle().Which.Should().BeEquivalentTo(trigger, Json);
        (run.RunnerId, run.Status, run.Input!.Value.GetProperty("topic").GetString()).Should().Be((runner.Id, RunnerRunStatus.Pending, "AI news"));
        var ended = await _client.WaitForRunAsync(runner.Id, run.Id, RunsBackend.Often, Limit.Token);
        ended.EnsureCompleted().Output!.Value.GetProperty("json").GetProperty("topic").GetString().Should().Be("AI news", "the default model repeats what it is told");
        var analytics = await _client.GetRunnerAnalyticsAsync(runner.Id, AnalyticsPeriod.Days7, Limit.Token);
        (analytics.Runner!.Id, analytics.Period!.Days, analytics.Summary!.TotalRuns, analytics.Summary.Completed).Should().Be((runner.Id, 7, 1, 1));
        analytics.Daily.Select(day => (day.Day, day.TotalRuns)).Should().Equal(Enumerable.Range(0, 7).Select(n => (analytics.Period.Since?.AddDays(n), (long?)(n == 6 ? 1 : 0))));
    }

    [Fact]
    public async Task A_trigger_is_fired_by_hand_and_deleted_and_its_run_stays()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "By hand" }, Limit.Token);
        var trigger = await _client.AddRunnerTriggerAsync(runner.Id, new() { Kind = RunnerTriggerKind.Manual }, Limit.Token);

        var run = await _client.FireRunnerTriggerAsync(runner.Id, trigger.Id, JsonElement.Parse("""{"topic":"tea"}"""), Limit.Token);
        await _client.DeleteRunnerTriggerAsync(runner.Id, trigger.Id, Limit.Token);

        (await _client.ListRunnerTriggersAsync(runner.Id, Limit.Token)).Should().BeEmpty();
        var ended = (await _client.WaitForRunAsync(runner.Id, run.Id, RunsBackend.Often, Limit.Token)).EnsureCompleted();
        (ended.Origin?.Value, ended.Input!.Value.GetProperty("topic").GetString()).Should().Be(("manual", "tea"));
    }

    [Fact]
    public async Task A_runner_is_changed_listed_and_deleted()
    {
        var project = await _client.CreateProjectAsync(new() { Name = "Onboarding" }, Limit.Token);
        var runner = await _client.CreateRunnerAsync(new() { Name = "R", Description = "about", InputSchema = JsonElement.Parse("""{"type":"object"}""") }, Limit.Token);

        var joined = await _client.UpdateRunnerAsync(runner.Id, new() { ProjectId = project.Id, DefaultModel = "gpt-5.4-mini" }, Limit.Token);
        var left = await _client.UpdateRunnerAsync(runner.Id, new() { ProjectId = null, InputSchema = null }, Limit.Token);

        (joined.ProjectId, joined.DefaultModel, joined.Description).Should().Be((project.Id, "gpt-5.4-mini", "about"));
        joined.InputSchema!.Value.GetProperty("type").GetString().Should().Be("object");
        (left.ProjectId, left.DefaultModel, left.InputSchema, left.Description).Should().Be((null, "gpt-5.4-mini", null, "about"));
        (await _client.ListRunnersAsync(Limit.Token)).Should().ContainSingle(other => other.Id == runner.Id).Which.Should().BeEquivalentTo(left);

        await _client.DeleteRunnerAsync(runner.Id, Limit.Token);

        await _client.Invoking(client => client.GetRunnerAsync(runner.Id, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public async Task A_step_takes_what_its_kind_needs()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "R" }, Limit.Token);

        var step = await _client.AddRunnerStepAsync(
            runner.Id,
            new()
            {
                Kind = RunnerStepKind.Webhook,
                InputMapping = JsonElement.Parse("\"$.input\""),
                Config = JsonElement.Parse("""{"url":"https://example.com/hook"}"""),
            },
            Limit.Token);

        step.InputMapping!.Value.GetString().Should().Be("$.input");
        step.Config!.Value.GetProperty("url").GetString().Should().Be("https://example.com/hook");
    }

    [Fact]
    public async Task A_budget_keeps_the_fields_that_nobody_knows()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "R" }, Limit.Token);

        var none = await _client.GetRunnerBudgetAsync(runner.Id, Limit.Token);
        var unknown = new Dictionary<string, JsonElement> { ["alertAt"] = JsonElement.Parse("80") };
        await _client.UpdateRunnerBudgetAsync(runner.Id, new() { MaxCostUsd = 5.5m, AdditionalProperties = unknown }, Limit.Token);

        none.MaxCostUsd.Should().BeNull();
        var budget = await _client.GetRunnerBudgetAsync(runner.Id, Limit.Token);
        (budget.MaxCostUsd, budget.AdditionalProperties!["alertAt"].GetInt32()).Should().Be((5.5m, 80));
    }

    [Fact]
    public async Task A_run_that_is_not_paused_can_not_be_resumed()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "R" }, Limit.Token);
        var run = await _client.RunToEndAsync(runner.Id);

        var resume = () => _client.ResumeRunAsync(runner.Id, run.Id, Limit.Token);

        var refused = (await resume.Should().ThrowAsync<FlapjackValidationException>()).Which;
        refused.ErrorCode.Should().Be("RUN_NOT_PAUSED");
        refused.Detail.Should().Contain("is completed");
    }

    [Fact]
    public async Task A_cron_expression_that_never_comes_true_is_refused()
    {
        var runner = await _client.CreateRunnerAsync(new() { Name = "R" }, Limit.Token);

        var add = () => _client.AddRunnerTriggerAsync(runner.Id, new() { Kind = RunnerTriggerKind.Cron, CronExpression = "0 0 31 2 *" }, Limit.Token);

        (await add.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CRON_EXPRESSION");
    }

    private static FluentAssertions.Equivalency.EquivalencyAssertionOptions<T> Json<T>(FluentAssertions.Equivalency.EquivalencyAssertionOptions<T> options) =>
        options.Using<JsonElement>(json => json.Subject.GetRawText().Should().Be(json.Expectation.GetRawText())).WhenTypeIs<JsonElement>();
}
