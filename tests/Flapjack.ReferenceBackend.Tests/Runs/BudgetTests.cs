using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Resources.Knowledge;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Runs;

public sealed class BudgetTests
{
    // A million tokens of gpt-5.4 that go in cost 2.50 US dollars.
    private static readonly ChatUsage Million = new() { InputTokens = 1_000_000 };

    [Fact]
    public async Task A_budget_is_empty_at_first_and_replaced_as_a_whole()
    {
        await using var backend = await TestBackend.StartAsync();
        var room = await RunRoom.CreateAsync(backend);

        var none = await backend.GetAsync($"/api/runners/{room.RunnerId}/budget");
        var first = await room.SetBudgetAsync("""{"maxCostUsd":5.50,"note":"tea","spentUsd":99,"remainingUsd":99}""");
        var second = await room.SetBudgetAsync("""{"maxCostUsd":1,"period":"day"}""");

        none.Body.Should().Be("""{"spentUsd":0,"remainingUsd":null}""");
        first.Body.Should().Be("""{"maxCostUsd":5.50,"note":"tea","spentUsd":0,"remainingUsd":5.50}""");
        second.Body.Should().Be("""{"maxCostUsd":1,"period":"day","spentUsd":0,"remainingUsd":1}""");
    }

    [Theory]
    [InlineData("""{"maxCostUsd":-1}""", "INVALID_MAX_COST_USD")]
    [InlineData("""{"maxCostUsd":"1"}""", "INVALID_MAX_COST_USD")]
    [InlineData("""{"maxCostUsd":1e400}""", "INVALID_MAX_COST_USD")]
    [InlineData("""{"period":"week"}""", "INVALID_PERIOD")]
    public async Task A_wrong_budget_is_refused(string budget, string code)
    {
        await using var backend = await TestBackend.StartAsync();

        (await (await RunRoom.CreateAsync(backend)).SetBudgetAsync(budget)).ShouldBeRefused(400, code);
    }

    [Theory]
    [InlineData("1e-30")]
    [InlineData("0")]
    [InlineData("0.000000000000000000000000000000000001")]
    public async Task A_budget_of_nothing_pauses_a_run_before_its_first_step(string max)
    {
        await using var scripted = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        var room = await RunRoom.CreateAsync(scripted.Backend, AgentStepOf(scripted));
        (await room.SetBudgetAsync($$"""{"maxCostUsd":{{max}}}""")).Status.Should().Be(200);

        var run = await room.RunAsync();

        (run.Text("status"), run.Text("pause_reason")).Should().Be(("paused", "budget"));
        run.Json.GetProperty("steps")[0].GetProperty("status").GetString().Should().Be("pending");
    }

    [Fact]
    public async Task A_run_is_paused_between_two_steps_and_goes_on_behind_the_first_when_the_budget_was_raised()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().WithUsage(Million).Say("done");
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(scripted.Backend, AgentStepOf(scripted), AgentStepOf(scripted));
        await room.SetBudgetAsync("""{"maxCostUsd":2.5}""");

        var paused = await room.RunAsync();
        var again = await room.ResumeAsync(paused.Text("id"));
        var pausedAgain = await room.EndOfAsync(paused.Text("id"));
        var budget = await room.SetBudgetAsync("""{"maxCostUsd":10}""");
        await room.ResumeAsync(paused.Text("id"));
        var completed = await room.EndOfAsync(paused.Text("id"));

        (paused.Text("status"), paused.Json.GetProperty("total_cost_usd").GetDecimal()).Should().Be(("paused", 2.5m));
        again.Status.Should().Be(200);
        pausedAgain.Text("status").Should().Be("paused", "the budget is used up still");
        (budget.Json.GetProperty("spentUsd").GetDecimal(), budget.Json.GetProperty("remainingUsd").GetDecimal()).Should().Be((2.5m, 7.5m));
        (completed.Text("status"), completed.Json.GetProperty("total_cost_usd").GetDecimal()).Should().Be(("completed", 5m));
        model.Requests.Should().HaveCount(2, "no step is repeated");
    }

    [Fact]
    public async Task A_step_that_the_budget_ends_halfway_goes_on_in_its_conversation_and_no_tool_runs_twice()
    {
        await using var tools = new TestTools();
        tools.Add("brew", (_, _) => Task.FromResult(ToolOutcome.Of(JsonElement.Parse("""{"cups":3}"""))));
        using var model = new ScriptedChatModel();
        model.Otherwise().WithUsage(Million).Call("brew").Then((_, rule) => rule.WithUsage(Million).SayResults());
        await using var scripted = await ScriptedBackend.StartAsync(model, options => options.ToolSources.Add(tools));
        await Upload.SendAsync(scripted.Backend.Client, "agent", scripted.AgentId, "Tea is brewed for three minutes.");
        var room = await RunRoom.CreateAsync(scripted.Backend, $$"""{"kind":"agent","agentId":"{{scripted.AgentId}}","config":{"prompt":"How is tea brewed?"} }""");
        await room.SetBudgetAsync("""{"maxCostUsd":2}""");

        var paused = await room.RunAsync();
        await room.SetBudgetAsync("{}");
        await room.ResumeAsync(paused.Text("id"));
        var completed = await room.EndOfAsync(paused.Text("id"));

        paused.Text("status").Should().Be("paused", paused.Body);
        paused.Json.GetProperty("steps")[0].GetProperty("status").GetString().Should().Be("paused");
        completed.Text("status").Should().Be("completed", completed.Body);
        completed.Text("output", "text").Should().Be("""{"cups":3}""");
        completed.Json.GetProperty("total_cost_usd").GetDecimal().Should().Be(5m);
        tools.Calls.Should().ContainSingle();
        model.Requests.Should().HaveCount(2).And.OnlyContain(request => request.SystemText.Contains("three minutes"), "the documents are searched for the prompt both times");
    }

    [Fact]
    public async Task What_an_answer_has_cost_counts_before_the_answer_has_ended()
    {
        var spent = "";
        await using var tools = new TestTools();
        using var model = new ScriptedChatModel();
        model.Otherwise().WithUsage(Million).Call("brew").Then((_, rule) => rule.WithUsage(Million).Say("done"));
        await using var scripted = await ScriptedBackend.StartAsync(model, options => options.ToolSources.Add(tools));
        var room = await RunRoom.CreateAsync(scripted.Backend, AgentStepOf(scripted));
        tools.Add("brew", async (_, _) =>
        {
            spent = (await scripted.Backend.GetAsync($"/api/runners/{room.RunnerId}/budget")).Body;
            return ToolOutcome.Of(JsonElement.Parse("1"));
        });

        var run = await room.RunAsync();

        run.Text("status").Should().Be("completed", run.Body);
        spent.Should().Be("""{"spentUsd":2.5,"remainingUsd":null}""");
        (await scripted.Backend.GetAsync($"/api/runners/{room.RunnerId}/budget")).Body.Should().Be("""{"spentUsd":5,"remainingUsd":null}""");
        (await scripted.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("total_turns").GetInt64().Should().Be(1);
    }

    private static string AgentStepOf(ScriptedBackend scripted) => $$"""{"kind":"agent","agentId":"{{scripted.AgentId}}"}""";
}
