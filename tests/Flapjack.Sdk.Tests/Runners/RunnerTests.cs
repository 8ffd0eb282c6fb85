using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunnerTests : WireTest
{
    private const string All = "/api/runners";
    private const string One = "/api/runners/r1";

    private const string Json = """
        {"id":"r1","org_id":"o1","name":"Daily Report","description":"News","default_model":"gpt-5.4","input_schema":{"type":"object"},"project_id":"p1","created_at":"2026-05-01T10:00:00Z","updated_at":"2026-05-02T11:00:00.5Z","max_concurrent_runs":3,"is_active":true}
        """;

    public static TheoryData<UpdateRunnerRequest, string> Updates => new()
    {
        { new(), "{}" },
        { new() { Name = "New" }, """{"name":"New"}""" },
        { new() { Description = "d", DefaultModel = "m", ProjectId = "p2" }, """{"description":"d","defaultModel":"m","projectId":"p2"}""" },
        { new() { InputSchema = JsonElement.Parse("""{"type":"object"}""") }, """{"inputSchema":{"type":"object"}}""" },
        { new() { ProjectId = null }, """{"projectId":null}""" },
        { new() { MaxConcurrentRuns = 5 }, """{"maxConcurrentRuns":5}""" },
        { new() { MaxConcurrentRuns = null }, """{"maxConcurrentRuns":null}""" },
        {
            new() { Description = null, DefaultModel = null, InputSchema = null, ProjectId = null },
            """{"description":null,"defaultModel":null,"inputSchema":null,"projectId":null}"""
        },
    };

    [Fact]
    public async Task A_runner_is_read_with_all_of_its_fields()
    {
        Wire.Answers(One, Json);

        var runner = await Client.GetRunnerAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        (runner.Id, runner.OrgId, runner.Name, runner.Description, runner.DefaultModel, runner.ProjectId).Should().Be(("r1", "o1", "Daily Report", "News", "gpt-5.4", "p1"));
        runner.MaxConcurrentRuns.Should().Be(3);
        runner.InputSchema!.Value.GetRawText().Should().Be("""{"type":"object"}""");
        runner.CreatedAt.Should().Be(new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero));
        runner.UpdatedAt.Should().Be(new DateTimeOffset(2026, 5, 2, 11, 0, 0, 500, TimeSpan.Zero));
        runner.AdditionalProperties!["is_active"].GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task An_empty_runner_is_a_runner()
    {
        Wire.Answers(One, "{}");

        var runner = await Client.GetRunnerAsync("r1").Soon();

        (runner.Id, runner.Name, runner.InputSchema, runner.MaxConcurrentRuns, runner.CreatedAt).Should().Be(("", null, null, null, null));
    }

    [Fact]
    public async Task Runners_are_listed_and_an_odd_field_costs_that_field_only()
    {
        Wire.Answers(All, $$"""[{{Json}},{"id":"r2","name":7,"max_concurrent_runs":"3"},{"id":"r3","max_concurrent_runs":1.5}]""");

        var runners = await Client.ListRunnersAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        runners.Select(runner => (runner.Id, runner.Name)).Should().Equal(("r1", "Daily Report"), ("r2", null), ("r3", null));
        runners.Select(runner => runner.MaxConcurrentRuns).Should().Equal(3, 3, null);
        runners[1].AdditionalProperties!["name"].GetInt32().Should().Be(7);
    }

    [Fact]
    public async Task A_runner_is_created()
    {
        Wire.Answers(All, new Answer(201, Json));

        var runner = await Client.CreateRunnerAsync(new() { Name = "Daily Report" }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", All, """{"name":"Daily Report"}"""));
        runner.Id.Should().Be("r1");
    }

    [Fact]
    public async Task A_runner_is_created_with_everything_that_it_can_have()
    {
        Wire.Answers(All, new Answer(201, Json));

        await Client.CreateRunnerAsync(new() { Name = "n", Description = "d", DefaultModel = "m", InputSchema = JsonElement.Parse("{}"), MaxConcurrentRuns = 2 }).Soon();

        Wire.Request.Body.Should().Be("""{"name":"n","description":"d","defaultModel":"m","inputSchema":{},"maxConcurrentRuns":2}""");
    }

    [Theory]
    [MemberData(nameof(Updates))]
    public async Task An_update_sends_what_was_assigned_and_clears_what_was_assigned_null(UpdateRunnerRequest request, string body)
    {
        Wire.Answers(One, Json);

        var runner = await Client.UpdateRunnerAsync("r1", request).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PATCH", One, body));
        runner.Name.Should().Be("Daily Report");
    }

    [Theory]
    [InlineData(200, """{"ok":true}""")]
    [InlineData(204, "")]
    public async Task A_runner_is_deleted(int status, string body)
    {
        Wire.Answers(One, new Answer(status, body));

        await Client.DeleteRunnerAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("DELETE", One, ""));
    }

    [Fact]
    public async Task A_runner_that_is_not_there_is_not_found()
    {
        Wire.Answers(One, new Answer(404, """{"error":"NOT_FOUND","detail":"Runner not found"}"""));

        var thrown = await Client.Invoking(client => client.GetRunnerAsync("r1").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.Detail.Should().Be("Runner not found");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls =
        [
            () => Client.GetRunnerAsync(id!),
            () => Client.UpdateRunnerAsync(id!, new()),
            () => Client.DeleteRunnerAsync(id!),
            () => Client.ListRunnerStepsAsync(id!),
            () => Client.AddRunnerStepAsync(id!, new() { Kind = RunnerStepKind.Agent }),
            () => Client.ListRunnerTriggersAsync(id!),
            () => Client.AddRunnerTriggerAsync(id!, new() { Kind = RunnerTriggerKind.Api }),
            () => Client.GetRunnerBudgetAsync(id!),
            () => Client.UpdateRunnerBudgetAsync(id!, new()),
            () => Client.TriggerRunAsync(id!),
            () => Client.ListRunsAsync(id!),
            () => Client.GetRunPageAsync(id!),
            () => Client.GetRunAsync(id!, "run1"),
            () => Client.CancelRunAsync(id!, "run1"),
            () => Client.ResumeRunAsync(id!, "run1"),
            () => Client.WaitForRunAsync(id!, "run1"),
            () => Client.WatchRunAsync(id!, "run1"),
            () => Client.FireRunnerTriggerAsync(id!, "t1"),
            () => Client.DeleteRunnerTriggerAsync(id!, "t1"),
            () => Client.GetRunnerAnalyticsAsync(id!),
        ];
        Action[] ofRuns =
        [
            () => Client.GetRunAsync("r1", id!),
            () => Client.CancelRunAsync("r1", id!),
            () => Client.ResumeRunAsync("r1", id!),
            () => Client.WaitForRunAsync("r1", id!),
            () => Client.WatchRunAsync("r1", id!),
        ];
        Action[] ofTriggers = [() => Client.FireRunnerTriggerAsync("r1", id!), () => Client.DeleteRunnerTriggerAsync("r1", id!)];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("runnerId"));
        ofRuns.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("runId"));
        ofTriggers.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("triggerId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action[] empty =
        [
            () => Client.CreateRunnerAsync(null!),
            () => Client.UpdateRunnerAsync("r1", null!),
            () => Client.AddRunnerStepAsync("r1", null!),
            () => Client.AddRunnerTriggerAsync("r1", null!),
        ];
        Action broken = () => Client.UpdateRunnerAsync("r1", new() { ProjectId = "\uD83E" });
        Action noInput = () => Client.TriggerRunAsync("r1", default(JsonElement));
        Action noInputToFire = () => Client.FireRunnerTriggerAsync("r1", "t1", default(JsonElement));
        Action noBudget = () => Client.UpdateRunnerBudgetAsync("r1", null!);

        empty.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        broken.Should().ThrowExactly<ArgumentException>().WithParameterName("request").WithMessage("ProjectId holds half a character*");
        noInput.Should().ThrowExactly<ArgumentException>().WithParameterName("input");
        noInputToFire.Should().ThrowExactly<ArgumentException>().WithParameterName("input");
        noBudget.Should().ThrowExactly<ArgumentNullException>().WithParameterName("budget");
        Wire.Requests.Should().BeEmpty();
    }
}
