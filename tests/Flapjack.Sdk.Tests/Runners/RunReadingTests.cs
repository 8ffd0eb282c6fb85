using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunReadingTests : WireTest
{
    private const string Runs = "/api/runners/r1/runs";
    private const string One = "/api/runners/r1/runs/run1";
    private const string Cancel = One + "/cancel";

    private const string Failed = """
        {"id":"run1","org_id":"o1","runner_id":"r1","status":"failed","input":{"topic":"AI news"},"output":{"text":"so far"},
         "error":{"code":"COMMAND_FAILED","message":"The command ended with exit code 2.","step_id":"s2","hint":1},"pause_reason":null,"origin":"webhook",
         "trigger_id":"t1","created_at":"2026-05-01T10:00:00Z","started_at":"2026-05-01T10:00:01Z","ended_at":"2026-05-01T10:00:04Z",
         "interrupted_at":"2026-05-01T10:00:02Z","duration_ms":3000,"total_input_tokens":5000000000,"total_output_tokens":20,"total_cost_usd":0.0000012,
         "steps":[
           {"id":"x1","step_id":"s1","place":1,"kind":"agent","name":"Analyze","agent_id":"a1","status":"completed","input":{"topic":"AI news"},
            "output":{"text":"so far"},"error":null,"started_at":"2026-05-01T10:00:01Z","ended_at":"2026-05-01T10:00:02Z","duration_ms":1000,
            "input_tokens":5000000000,"output_tokens":20,"cost_usd":0.0000012,"thread_id":"th1","trace_id":"tr1","retries":0},
           {"id":"x2","step_id":"s2","place":2,"kind":"computer","name":"Build","agent_id":"a1","status":"failed",
            "error":{"code":"COMMAND_FAILED","message":"The command ended with exit code 2."}},
           {"id":"x3","step_id":"s3","place":3,"kind":"webhook","status":"skipped"}],
         "priority":7}
        """;

    [Fact]
    public async Task A_run_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Failed);

        var run = await Client.GetRunAsync("r1", "run1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (run.Id, run.OrgId, run.RunnerId, run.Status).Should().Be(("run1", "o1", "r1", RunnerRunStatus.Failed));
        (run.Input!.Value.GetRawText(), run.Output!.Value.GetRawText()).Should().Be(("""{"topic":"AI news"}""", """{"text":"so far"}"""));
        (run.Error!.Code, run.Error.Message, run.Error.StepId).Should().Be(("COMMAND_FAILED", "The command ended with exit code 2.", "s2"));
        run.Error.AdditionalProperties!["hint"].GetInt32().Should().Be(1);
        (run.PauseReason, run.Origin, run.TriggerId).Should().Be((null, RunnerTriggerKind.Webhook, "t1"));
        (run.CreatedAt, run.StartedAt, run.EndedAt, run.InterruptedAt).Should().Be((At(0), At(1), At(4), At(2)));
        (run.DurationMs, run.TotalInputTokens, run.TotalOutputTokens, run.TotalCostUsd).Should().Be((3000, 5_000_000_000, 20, 0.0000012m));
        run.AdditionalProperties!["priority"].GetInt32().Should().Be(7);
        (run.HasEnded, run.FailedStep).Should().Be((true, run.Steps[1]));
    }

    [Fact]
    public async Task The_steps_of_a_run_are_read_with_all_of_their_fields()
    {
        Wire.Answers(One, Failed);

        var steps = (await Client.GetRunAsync("r1", "run1").Soon()).Steps;

        var first = steps[0];
        (first.Id, first.StepId, first.Place, first.Kind, first.Name, first.AgentId).Should().Be(("x1", "s1", 1, RunnerStepKind.Agent, "Analyze", "a1"));
        (first.Status, first.Input!.Value.GetRawText(), first.Output!.Value.GetRawText(), first.Error)
            .Should().Be((RunnerRunStepStatus.Completed, """{"topic":"AI news"}""", """{"text":"so far"}""", null));
        (first.StartedAt, first.EndedAt, first.DurationMs).Should().Be((At(1), At(2), 1000));
        (first.InputTokens, first.OutputTokens, first.CostUsd, first.ThreadId, first.TraceId).Should().Be((5_000_000_000, 20, 0.0000012m, "th1", "tr1"));
        first.AdditionalProperties!["retries"].GetInt32().Should().Be(0);
        (steps[1].Status, steps[1].Error!.Code, steps[1].Output).Should().Be((RunnerRunStepStatus.Failed, "COMMAND_FAILED", null));
        (steps[2].Status, steps[2].Kind).Should().Be((RunnerRunStepStatus.Skipped, RunnerStepKind.Webhook));
    }

    [Fact]
    public async Task A_run_may_be_empty()
    {
        Wire.Answers(One, "{}");

        var run = await Client.GetRunAsync("r1", "run1").Soon();

        (run.Id, run.Status, run.Output, run.Error, run.Origin, run.DurationMs).Should().Be(("", null, null, null, null, null));
        (run.Steps.Count, run.HasEnded, run.FailedStep).Should().Be((0, false, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_only()
    {
        Wire.Answers(One, """
            {"id":"run1","status":"haunted","error":"boom","pause_reason":7,"origin":[],"duration_ms":"long","total_cost_usd":{},"ended_at":true,
             "steps":[{"id":"x1","place":"first","status":{"a":1},"kind":null,"cost_usd":"0.5","error":[1]},"no step",{"id":"x2"}]}
            """);

        var run = await Client.GetRunAsync("r1", "run1").Soon();

        (run.Id, run.Status!.Value.Value, run.Error, run.PauseReason, run.Origin).Should().Be(("run1", "haunted", null, null, null));
        (run.DurationMs, run.TotalCostUsd, run.EndedAt, run.HasEnded).Should().Be((null, null, null, false));
        run.AdditionalProperties!["error"].GetString().Should().Be("boom");
        run.Steps.Select(step => step.Id).Should().Equal("x1", "x2");
        (run.Steps[0].Place, run.Steps[0].Status, run.Steps[0].Kind, run.Steps[0].CostUsd, run.Steps[0].Error).Should().Be((null, null, null, 0.5m, null));
        run.Steps[0].AdditionalProperties!["place"].GetString().Should().Be("first");
    }

    [Fact]
    public async Task A_paused_run_says_why()
    {
        Wire.Answers(One, """{"id":"run1","status":"paused","pause_reason":"budget","steps":[{"status":"paused"}]}""");

        var run = await Client.GetRunAsync("r1", "run1").Soon();

        (run.Status, run.PauseReason, run.HasEnded).Should().Be((RunnerRunStatus.Paused, RunnerPauseReason.Budget, false));
        run.Steps[0].Status.Should().Be(RunnerRunStepStatus.Paused);
    }

    [Theory]
    [InlineData(404, """{"error":"NOT_FOUND"}""", "application/json")]
    [InlineData(404, "<html>", "text/html")]
    [InlineData(405, "", null)]
    public async Task A_server_that_does_not_offer_reading_runs_is_told_from_a_run_that_is_not_there(int status, string body, string? type)
    {
        Wire.Answers(One, new Answer(status, body, type));

        var thrown = (await Client.Invoking(client => client.GetRunAsync("r1", "run1").Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;

        thrown.Message.Should().Contain("he server does not offer reading runs");
        (thrown is FlapjackNotFoundException).Should().Be(status == 404);
    }

    [Fact]
    public async Task Runs_are_listed_page_by_page()
    {
        Wire.Answers(Runs,
            Answer.Json("""{"runs":[{"id":"run3","status":"running"},{"id":"run2"}],"nextCursor":"c1"}"""),
            Answer.Json("""{"runs":[{"id":"run1"}],"nextCursor":null}"""));

        var runs = await Client.ListRunsAsync("r1", new() { Status = RunnerRunStatus.Running, Limit = 2 }).ToListAsync().AsTask().Soon();

        runs.Select(run => run.Id).Should().Equal("run3", "run2", "run1");
        Wire.Requests.Select(request => (request.Method, request.Path, request.Query))
            .Should().Equal(("GET", Runs, "status=running&limit=2"), ("GET", Runs, "status=running&limit=2&cursor=c1"));
    }

    [Fact]
    public async Task One_page_is_read_with_its_cursor()
    {
        Wire.Answers(Runs, Answer.Json("""{"runs":[{"id":"run1"},7],"nextCursor":"c2","total":9}"""), Answer.Json("{}"));

        var page = await Client.GetRunPageAsync("r1", cursor: "c1").Soon();
        var empty = await Client.GetRunPageAsync("r1").Soon();

        Wire.Requests.Select(request => request.Query).Should().Equal("cursor=c1", "");
        (page.Runs.Single().Id, page.NextCursor, page.AdditionalProperties!["total"].GetInt32()).Should().Be(("run1", "c2", 9));
        (empty.Runs.Count, empty.NextCursor).Should().Be((0, null));
    }

    [Fact]
    public async Task A_list_without_an_end_is_an_error()
    {
        Wire.Answers(Runs, """{"runs":[{"id":"run1"}],"nextCursor":"c1"}""");

        var list = () => Client.ListRunsAsync("r1").ToListAsync().AsTask().Soon();

        await list.Should().ThrowAsync<FlapjackProtocolException>();
    }

    [Fact]
    public async Task A_server_that_does_not_list_runs_is_told_so()
    {
        Wire.Answers(Runs, new Answer(405, "", null));

        await Client.Invoking(client => client.GetRunPageAsync("r1").Soon()).Should().ThrowAsync<FlapjackApiException>().WithMessage("*does not offer listing runs*");
    }

    [Fact]
    public async Task A_run_is_cancelled()
    {
        Wire.Answers(Cancel, """{"id":"run1","status":"cancelled"}""");

        var run = await Client.CancelRunAsync("r1", "run1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Cancel, ""));
        (run.Status, run.HasEnded).Should().Be((RunnerRunStatus.Cancelled, true));
    }

    [Theory]
    [InlineData(422, """{"error":"RUN_HAS_ENDED","detail":"The run is completed."}""", typeof(FlapjackValidationException), "*The run is completed*")]
    [InlineData(404, """{"error":"NOT_FOUND"}""", typeof(FlapjackNotFoundException), "*does not offer cancelling runs*")]
    public async Task A_run_that_can_not_be_cancelled_says_why(int status, string body, Type type, string message)
    {
        Wire.Answers(Cancel, new Answer(status, body));

        var thrown = (await Client.Invoking(client => client.CancelRunAsync("r1", "run1").Soon()).Should().ThrowAsync<FlapjackApiException>().WithMessage(message)).Which;

        thrown.Should().BeOfType(type);
    }

    private static DateTimeOffset At(int second) => new(2026, 5, 1, 10, 0, second, TimeSpan.Zero);
}
