using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunnerPartTests : WireTest
{
    private const string Steps = "/api/runners/r1/steps";
    private const string Triggers = "/api/runners/r1/triggers";
    private const string Budget = "/api/runners/r1/budget";

    private const string Step = """{"id":"s1","runner_id":"r1","kind":"agent","name":"Analyze","agent_id":"a1","input_mapping":{"topic":"$.input.topic"},"position":1}""";
    private const string Trigger = """{"id":"t1","runner_id":"r1","kind":"cron","cron_expression":"0 9 * * MON","enabled":true}""";

    [Fact]
    public async Task Steps_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(Steps, $$"""[{{Step}},{},{"id":"s3","kind":"teleport","name":[]}]""");

        var steps = await Client.ListRunnerStepsAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Steps));
        (steps[0].Id, steps[0].RunnerId, steps[0].Kind, steps[0].Name, steps[0].AgentId).Should().Be(("s1", "r1", RunnerStepKind.Agent, "Analyze", "a1"));
        steps[0].InputMapping!.Value.GetProperty("topic").GetString().Should().Be("$.input.topic");
        steps[0].AdditionalProperties!["position"].GetInt32().Should().Be(1);
        (steps[1].Id, steps[1].Kind, steps[1].Name).Should().Be(("", null, null));
        (steps[2].Kind!.Value.Value, steps[2].Name, steps[2].AdditionalProperties!["name"].GetRawText()).Should().Be(("teleport", null, "[]"));
    }

    [Fact]
    public async Task A_step_is_added()
    {
        Wire.Answers(Steps, new Answer(201, Step));

        var step = await Client.AddRunnerStepAsync("r1", new() { Kind = RunnerStepKind.Agent, Name = "Analyze", AgentId = "a1" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Steps, """{"kind":"agent","name":"Analyze","agentId":"a1"}"""));
        step.Id.Should().Be("s1");
    }

    [Fact]
    public async Task A_step_can_have_fields_that_are_not_documented()
    {
        Wire.Answers(Steps, new Answer(201, Step));

        await Client.AddRunnerStepAsync("r1", new()
        {
            Kind = RunnerStepKind.Webhook,
            InputMapping = JsonElement.Parse("""{"a":"$.b"}"""),
            AdditionalProperties = new Dictionary<string, JsonElement> { ["config"] = JsonElement.Parse("""{"url":"https://example.com"}""") },
        }).Soon();

        Wire.Request.Body.Should().Be("""{"kind":"webhook","inputMapping":{"a":"$.b"},"config":{"url":"https://example.com"}}""");
    }

    [Fact]
    public async Task Triggers_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(Triggers, $$"""[{{Trigger}},{},{"id":"t3","kind":"api","cron_expression":7}]""");

        var triggers = await Client.ListRunnerTriggersAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Triggers));
        (triggers[0].Id, triggers[0].RunnerId, triggers[0].Kind, triggers[0].CronExpression).Should().Be(("t1", "r1", RunnerTriggerKind.Cron, "0 9 * * MON"));
        triggers[0].AdditionalProperties!["enabled"].GetBoolean().Should().BeTrue();
        (triggers[1].Id, triggers[1].Kind, triggers[1].CronExpression).Should().Be(("", null, null));
        (triggers[2].Kind, triggers[2].CronExpression).Should().Be((RunnerTriggerKind.Api, null));
        triggers[2].AdditionalProperties!["cron_expression"].GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task A_trigger_is_added()
    {
        Wire.Answers(Triggers, new Answer(201, Trigger));

        var trigger = await Client.AddRunnerTriggerAsync("r1", new() { Kind = RunnerTriggerKind.Cron, CronExpression = "0 9 * * MON" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Triggers, """{"kind":"cron","cronExpression":"0 9 * * MON"}"""));
        trigger.Id.Should().Be("t1");
    }

    [Fact]
    public async Task A_cron_expression_that_is_wrong_is_refused()
    {
        Wire.Answers(Triggers, new Answer(400, """{"error":"INVALID_CRON_EXPRESSION","detail":"cronExpression is wrong"}"""));

        var add = () => Client.AddRunnerTriggerAsync("r1", new() { Kind = RunnerTriggerKind.Cron, CronExpression = "often" }).Soon();

        (await add.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CRON_EXPRESSION");
    }

    [Theory]
    [InlineData("""{"monthly_usd":5}""")]
    [InlineData("{}")]
    public async Task A_budget_is_read_as_it_is(string json)
    {
        Wire.Answers(Budget, json);

        var budget = await Client.GetRunnerBudgetAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Budget));
        budget.GetRawText().Should().Be(json);
    }

    [Fact]
    public async Task A_budget_is_written_as_it_is()
    {
        Wire.Answers(Budget, """{"monthly_usd":6}""");

        var budget = await Client.UpdateRunnerBudgetAsync("r1", JsonElement.Parse("""{ "monthlyUsd": 5.50 }""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", Budget, """{ "monthlyUsd": 5.50 }"""));
        budget.GetProperty("monthly_usd").GetInt32().Should().Be(6);
    }
}
