using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class RunnerPartTests : WireTest
{
    private const string Steps = "/api/runners/r1/steps";

    private const string Step = """{"id":"s1","runner_id":"r1","kind":"agent","name":"Analyze","agent_id":"a1","input_mapping":{"topic":"$.input.topic"},"config":{"prompt":"{{topic}}"},"timeout_sec":90,"safe_to_repeat":true,"position":1}""";

    [Fact]
    public async Task Steps_are_listed_with_all_of_their_fields()
    {
        Wire.Answers(Steps, $$"""[{{Step}},{},{"id":"s3","kind":"teleport","name":[],"timeout_sec":"soon","safe_to_repeat":7}]""");

        var steps = await Client.ListRunnerStepsAsync("r1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Steps));
        (steps[0].Id, steps[0].RunnerId, steps[0].Kind, steps[0].Name, steps[0].AgentId).Should().Be(("s1", "r1", RunnerStepKind.Agent, "Analyze", "a1"));
        steps[0].InputMapping!.Value.GetProperty("topic").GetString().Should().Be("$.input.topic");
        (steps[0].Config!.Value.GetProperty("prompt").GetString(), steps[0].TimeoutSec, steps[0].SafeToRepeat).Should().Be(("{{topic}}", 90, true));
        steps[0].AdditionalProperties!["position"].GetInt32().Should().Be(1);
        (steps[1].Id, steps[1].Kind, steps[1].Name).Should().Be(("", null, null));
        (steps[1].Config, steps[1].TimeoutSec, steps[1].SafeToRepeat).Should().Be((null, null, null));
        (steps[2].TimeoutSec, steps[2].SafeToRepeat, steps[2].AdditionalProperties!["timeout_sec"].GetString()).Should().Be((null, null, "soon"));
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
    public async Task A_step_is_added_with_everything_that_it_can_have()
    {
        Wire.Answers(Steps, new Answer(201, Step));

        await Client.AddRunnerStepAsync("r1", new()
        {
            Kind = RunnerStepKind.Computer,
            Name = "Build",
            AgentId = "a1",
            InputMapping = JsonElement.Parse("""{"a":"$.b"}"""),
            Config = JsonElement.Parse("""{"command":"make"}"""),
            TimeoutSec = 30,
            SafeToRepeat = true,
        }).Soon();

        Wire.Request.Body.Should().Be(
            """{"kind":"computer","name":"Build","agentId":"a1","inputMapping":{"a":"$.b"},"config":{"command":"make"},"timeoutSec":30,"safeToRepeat":true}""");
    }

    [Fact]
    public async Task A_step_can_have_fields_that_are_not_documented()
    {
        Wire.Answers(Steps, new Answer(201, Step));

        await Client.AddRunnerStepAsync("r1", new()
        {
            Kind = RunnerStepKind.Webhook,
            InputMapping = JsonElement.Parse("""{"a":"$.b"}"""),
            AdditionalProperties = new Dictionary<string, JsonElement> { ["retry"] = JsonElement.Parse("""{"times":3}""") },
        }).Soon();

        Wire.Request.Body.Should().Be("""{"kind":"webhook","inputMapping":{"a":"$.b"},"retry":{"times":3}}""");
    }
}
