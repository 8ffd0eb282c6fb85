using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunnerTriggerTests : WireTest
{
    private const string Triggers = "/api/runners/r1/triggers";
    private const string Trigger = "/api/runners/r1/triggers/t1";
    private const string Fire = Trigger + "/fire";

    private const string Cron = """
        {"id":"t1","org_id":"o1","runner_id":"r1","kind":"cron","cron_expression":"0 9 * * MON","time_zone":"Europe/Vienna","input":{"topic":"AI news"},
         "config":{"a":1},"next_run_at":"2026-05-04T07:00:00Z","last_run_at":"2026-04-27T07:00:00Z","created_at":"2026-04-20T10:00:00Z",
         "updated_at":"2026-04-21T10:00:00Z","webhook_url":null,"enabled":true}
        """;

    private const string Webhook = """
        {"id":"t2","runner_id":"r1","kind":"webhook","webhook_url":"http://localhost:7000/api/triggers/t2/webhook","webhook_secret":"whsec_c2VjcmV0"}
        """;

    [Fact]
    public async Task Triggers_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(Triggers, $$"""[{{Cron}},{},{{Webhook}}]""");

        var triggers = await Client.ListRunnerTriggersAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Triggers));
        var cron = triggers[0];
        (cron.Id, cron.OrgId, cron.RunnerId, cron.Kind).Should().Be(("t1", "o1", "r1", RunnerTriggerKind.Cron));
        (cron.CronExpression, cron.TimeZone, cron.WebhookUrl, cron.WebhookSecret).Should().Be(("0 9 * * MON", "Europe/Vienna", null, null));
        (cron.Input!.Value.GetRawText(), cron.Config!.Value.GetRawText()).Should().Be(("""{"topic":"AI news"}""", """{"a":1}"""));
        (cron.NextRunAt, cron.LastRunAt).Should().Be((At(5, 4, 7), At(4, 27, 7)));
        (cron.CreatedAt, cron.UpdatedAt).Should().Be((At(4, 20, 10), At(4, 21, 10)));
        cron.AdditionalProperties!.Should().ContainSingle().Which.Key.Should().Be("enabled");
        (triggers[1].Id, triggers[1].Kind, triggers[1].Input, triggers[1].NextRunAt).Should().Be(("", null, null, null));
        triggers[2].WebhookUrl.Should().Be("http://localhost:7000/api/triggers/t2/webhook");
    }

    [Fact]
    public async Task An_odd_field_of_a_trigger_costs_that_field_only()
    {
        Wire.Answers(Triggers, """[{"id":"t3","kind":"api","cron_expression":7,"time_zone":[],"next_run_at":"soon","webhook_url":{},"config":3}]""");

        var trigger = (await Client.ListRunnerTriggersAsync("r1").Soon())[0];

        (trigger.Id, trigger.Kind, trigger.CronExpression, trigger.TimeZone).Should().Be(("t3", RunnerTriggerKind.Api, null, null));
        (trigger.NextRunAt, trigger.WebhookUrl, trigger.Config!.Value.GetInt32()).Should().Be((null, null, 3));
        trigger.AdditionalProperties!["cron_expression"].GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task A_trigger_is_added_with_everything_that_it_can_have()
    {
        Wire.Answers(Triggers, new Answer(201, Cron));

        var trigger = await Client.AddRunnerTriggerAsync("r1", new()
        {
            Kind = RunnerTriggerKind.Cron,
            CronExpression = "0 9 * * MON",
            TimeZone = "Europe/Vienna",
            Input = JsonElement.Parse("""{"topic":"AI news"}"""),
            Config = JsonElement.Parse("""{"a":1}"""),
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("POST", Triggers));
        Wire.Request.Body.Should().Be(
            """{"kind":"cron","cronExpression":"0 9 * * MON","timeZone":"Europe/Vienna","input":{"topic":"AI news"},"config":{"a":1}}""");
        trigger.Id.Should().Be("t1");
    }

    [Fact]
    public async Task What_is_not_set_is_not_sent()
    {
        Wire.Answers(Triggers, new Answer(201, Webhook));

        await Client.AddRunnerTriggerAsync("r1", new() { Kind = RunnerTriggerKind.Webhook }).Soon();

        Wire.Request.Body.Should().Be("""{"kind":"webhook"}""");
    }

    [Fact]
    public async Task The_secret_of_a_webhook_is_read_and_never_printed()
    {
        Wire.Answers(Triggers, new Answer(201, Webhook));

        var trigger = await Client.AddRunnerTriggerAsync("r1", new() { Kind = RunnerTriggerKind.Webhook }).Soon();

        trigger.WebhookSecret.Should().Be("whsec_c2VjcmV0");
        trigger.ToString().Should().Contain("t2").And.Contain("[hidden]").And.NotContain("c2VjcmV0");
    }

    [Fact]
    public async Task A_cron_expression_that_is_wrong_is_refused()
    {
        Wire.Answers(Triggers, new Answer(400, """{"error":"INVALID_CRON_EXPRESSION","detail":"cronExpression is wrong"}"""));

        var add = () => Client.AddRunnerTriggerAsync("r1", new() { Kind = RunnerTriggerKind.Cron, CronExpression = "often" }).Soon();

        (await add.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CRON_EXPRESSION");
    }

    [Fact]
    public async Task A_trigger_is_fired_with_an_input_or_without()
    {
        Wire.Answers(Fire, new Answer(201, """{"id":"run1","status":"pending","origin":"cron","trigger_id":"t1"}"""));

        var run = await Client.FireRunnerTriggerAsync("r1", "t1", JsonElement.Parse("""{"a":1}""")).Soon();
        await Client.FireRunnerTriggerAsync("r1", "t1").Soon();

        (run.Id, run.Status, run.Origin, run.TriggerId).Should().Be(("run1", RunnerRunStatus.Pending, RunnerTriggerKind.Cron, "t1"));
        (Wire.Requests[0].Method, Wire.Requests[0].Path, Wire.Requests[0].Body).Should().Be(("POST", Fire, """{"input":{"a":1}}"""));
        Wire.Requests[1].Body.Should().Be("{}");
    }

    [Fact]
    public async Task A_trigger_is_fired_once_although_the_answer_is_lost()
    {
        Wire.Answers(Fire, new Answer(503, """{"error":"UNAVAILABLE"}"""));

        await Client.Invoking(client => client.FireRunnerTriggerAsync("r1", "t1").Soon()).Should().ThrowAsync<FlapjackApiException>();

        Wire.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_trigger_whose_kind_starts_no_runs_is_refused()
    {
        Wire.Answers(Fire, new Answer(422, """{"error":"TRIGGER_NOT_AVAILABLE","detail":"A trigger of the kind poll starts no runs."}"""));

        var fire = () => Client.FireRunnerTriggerAsync("r1", "t1").Soon();

        (await fire.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("TRIGGER_NOT_AVAILABLE");
    }

    [Fact]
    public async Task A_trigger_is_deleted()
    {
        Wire.Answers(Trigger, new Answer(204, "", null));

        await Client.DeleteRunnerTriggerAsync("r1", "t1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", Trigger, ""));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    public async Task A_server_that_does_not_have_these_calls_is_told_from_a_trigger_that_is_not_there(int status)
    {
        Wire.Answers(Trigger, new Answer(status, "<html>", "text/html"));
        Wire.Answers(Fire, new Answer(status, "<html>", "text/html"));

        await Client.Invoking(client => client.DeleteRunnerTriggerAsync("r1", "t1").Soon()).Should().ThrowAsync<FlapjackApiException>()
            .WithMessage("*he server does not offer deleting triggers*");
        await Client.Invoking(client => client.FireRunnerTriggerAsync("r1", "t1").Soon()).Should().ThrowAsync<FlapjackApiException>()
            .WithMessage("*he server does not offer firing triggers*");
    }

    private static DateTimeOffset At(int month, int day, int hour) => new(2026, month, day, hour, 0, 0, TimeSpan.Zero);
}
