using System.Text;
using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>A runner with all four kinds of steps.</summary>
public sealed class FourKindsTests(RunsBackend backend) : IClassFixture<RunsBackend>
{
    private readonly FlapjackClient _client = backend.Client;

    [Fact]
    public async Task An_agent_a_command_a_condition_and_webhooks_work_together()
    {
        await using var receiver = await StepReceiver.StartAsync();
        var agent = await _client.CreateAgentAsync(new() { Name = "Ada" }, Limit.Token);
        var count = """printf '%s\n' "$FLAPJACK_INPUT" >> ~/inputs; printf '{"inputs":%s}' "$(wc -l < ~/inputs)" """;
        var mapping = JsonElement.Parse("""{"report":"$.steps.Analyze.output.text","literal":{"$literal":"$(reboot)"}}""");
        var runner = await _client.CreateRunnerAsync(
            RunsBackend.Ask("Report about {{topic}}", "Analyze") with { AgentId = agent.Id },
            RunSteps.Command(agent.Id, count, "Count") with { InputMapping = mapping },
            new()
            {
                Kind = RunnerStepKind.Condition,
                Name = "Only first",
                Config = JsonElement.Parse("""{"if":{"path":"$.steps.Count.output.json.inputs","operator":"equals","value":1},"otherwise":{"goTo":"Tell"}}"""),
            },
            RunSteps.Post(receiver.Url("first"), "First"),
            RunSteps.Post(receiver.Url("tell"), "Tell") with { InputMapping = JsonElement.Parse("""{"report":"$.steps.Analyze.output.text"}""") });

        var first = await _client.RunToEndAsync(runner, """{"topic":"\"AI\" & more"}""");
        var second = await _client.RunToEndAsync(runner, """{"topic":"the rest"}""");

        first.EnsureCompleted().StatusesOf().Should().Equal("completed", "completed", "completed", "completed", "completed");
        second.EnsureCompleted().StatusesOf().Should().Equal("completed", "completed", "completed", "skipped", "completed");
        first.Steps[2].Output!.Value.GetProperty("met").GetBoolean().Should().BeTrue();
        second.Steps[2].Output!.Value.GetProperty("met").GetBoolean().Should().BeFalse();
        (receiver.Received("first").Length, receiver.Received("tell").Length).Should().Be((1, 2));
        JsonElement.Parse(receiver.Received("tell")[0].Body).GetProperty("report").GetString().Should().Be("Report about \"AI\" & more");
        first.Output!.Value.GetProperty("body").GetProperty("received").GetBoolean().Should().BeTrue();
        first.Steps.Select(step => step.TraceId).Should().OnlyHaveUniqueItems().And.NotContainNulls();
        var input = (await _client.RunAsync(agent.Id, "head -1 ~/inputs")).EnsureSuccess().Stdout;
        JsonElement.Parse(input).GetProperty("literal").GetString().Should().Be("$(reboot)", "the input is data, and no part of the command");
    }

    [Fact]
    public async Task A_webhook_is_signed_and_names_its_execution()
    {
        await using var receiver = await StepReceiver.StartAsync();
        var runner = await _client.CreateRunnerAsync(RunSteps.Post(receiver.Url("signed")));

        var run = (await _client.RunToEndAsync(runner, """{"a":1}""")).EnsureCompleted();

        var sent = receiver.Received("signed").Should().ContainSingle().Subject;
        (sent.Key, sent.Headers.Id, Encoding.UTF8.GetString(sent.Body)).Should().Be((run.Steps[0].Id, run.Steps[0].Id, """{"a":1}"""));
        WebhookSignature.Verify(sent.Body, sent.Headers.Signature, backend.Backend.WebhookSecret).Should().BeTrue();
    }

    [Fact]
    public async Task A_condition_never_executes_what_looks_like_code()
    {
        using var folder = new TempFolder();
        var runner = await _client.CreateRunnerAsync(new AddRunnerStepRequest
        {
            Kind = RunnerStepKind.Condition,
            Config = JsonElement.Parse("""{"if":{"path":"$.input.text","operator":"equals","value":"x"},"otherwise":"fail"}"""),
        });
        var codes = new[] { $"$(touch {folder["made"]})", $"`touch {folder["made"]}`", "${7*7}", "{{7*7}}", "System.IO.File.Delete(\\\"/\\\")", "@(1==1)", "x' || '1'=='1" };

        foreach (var code in codes)
        {
            var run = await _client.RunToEndAsync(runner, $$"""{"text":"{{code}}"}""");
            (run.Status, run.Error!.Code).Should().Be((RunnerRunStatus.Failed, "CONDITION_NOT_MET"));
        }

        Directory.EnumerateFileSystemEntries(folder.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("""{"kind":"condition","config":{"if":{"path":"$.a[?(@.constructor)]()","operator":"equals","value":1}}}""", "INVALID_CONFIG")]
    [InlineData("""{"kind":"condition","config":{"if":{"path":"$.a","operator":"eval","value":"1"}}}""", "INVALID_CONFIG")]
    [InlineData("""{"kind":"condition","config":{"if":"true"}}""", "INVALID_CONFIG")]
    [InlineData("""{"kind":"webhook","config":{"url":"file:///etc/passwd"}}""", "INVALID_CONFIG")]
    [InlineData("""{"kind":"webhook"}""", "INVALID_CONFIG")]
    [InlineData("""{"kind":"agent","inputMapping":{"a":"$.["}}""", "INVALID_INPUT_MAPPING")]
    public async Task A_step_that_can_not_work_is_refused_when_it_is_added(string step, string code)
    {
        var runner = await _client.CreateRunnerAsync();

        var add = () => _client.AddRunnerStepAsync(runner, JsonSerializer.Deserialize<AddRunnerStepRequest>(step)!, Limit.Token);

        (await add.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be(code);
    }
}
