using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Runs;

public sealed class AgentStepTests
{
    [Fact]
    public async Task An_agent_is_told_the_filled_prompt_and_its_answer_is_the_output()
    {
        using var model = new ScriptedChatModel();
        model.When("Summarize tea and [1,2]").WithUsage(new() { InputTokens = 1000, OutputTokens = 100 }).Say("""{"words":2}""");
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(
            scripted.Backend, $$$"""{"kind":"agent","name":"Sum","agentId":"{{{scripted.AgentId}}}","config":{"prompt":"Summarize {{topic}} and {{list}}"}}""");

        var run = await room.RunAsync("""{"input":{"topic":"tea","list":[1,2]}}""");

        run.Text("status").Should().Be("completed", run.Body);
        (run.Text("output", "text"), run.Json.GetProperty("output").GetProperty("json").GetRawText()).Should().Be(("""{"words":2}""", """{"words":2}"""));
        var step = run.Json.GetProperty("steps")[0];
        (step.GetProperty("input_tokens").GetInt64(), step.GetProperty("output_tokens").GetInt64(), step.GetProperty("cost_usd").GetDecimal()).Should().Be((1000L, 100L, 0.004m));
        model.Requests.Single().ModelId.Should().Be("gpt-5.4");
    }

    [Fact]
    public async Task The_trace_of_a_step_is_a_tree_with_the_step_at_its_root()
    {
        await using var scripted = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        var room = await RunRoom.CreateAsync(scripted.Backend, $$"""{"kind":"agent","name":"Echo","agentId":"{{scripted.AgentId}}"}""");
        var run = await room.RunAsync("""{"input":{"a":1}}""");

        var traces = await scripted.Backend.GetAsync($"/api/logs?run_id={run.Text("id")}&runner_id={room.RunnerId}&agent_id={scripted.AgentId}");
        var trace = await scripted.Backend.GetAsync("/api/logs/" + run.Json.GetProperty("steps")[0].GetProperty("trace_id").GetString());

        traces.Json.GetProperty("traces").GetArrayLength().Should().Be(1);
        (trace.Text("trace", "name"), trace.Text("trace", "status"), trace.Text("trace", "run_id")).Should().Be(("Echo", "ok", run.Text("id")));
        var spans = trace.Json.GetProperty("spans").EnumerateArray().ToDictionary(span => span.GetProperty("kind").GetString()!);
        spans.Keys.Should().BeEquivalentTo("runner_step", "agent", "llm");
        spans["runner_step"].GetProperty("parent_span_id").ValueKind.Should().Be(JsonValueKind.Null);
        spans["agent"].GetProperty("parent_span_id").GetString().Should().Be(spans["runner_step"].GetProperty("id").GetString());
        spans["llm"].GetProperty("parent_span_id").GetString().Should().Be(spans["agent"].GetProperty("id").GetString());
        spans["runner_step"].GetProperty("output").GetProperty("text").GetString().Should().Be(run.Text("output", "text"));
    }

    [Fact]
    public async Task A_step_without_an_agent_is_answered_by_the_runners_model()
    {
        using var model = new ScriptedChatModel();
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(scripted.Backend, """{"name":"Bare","defaultModel":"claude-haiku-4-5"}""", ["""{"kind":"agent"}"""]);

        var run = await room.RunAsync("""{"input":{"topic":"tea"}}""");

        run.Text("status").Should().Be("completed", run.Body);
        model.Requests.Single().ModelId.Should().Be("claude-haiku-4-5");
        var thread = run.Text("output", "thread_id");
        (await scripted.SendAsync(thread, """{"content":"hello"}""")).ShouldBeRefused(422, "THREAD_HAS_NO_AGENT");
        var analytics = await scripted.Backend.GetAsync($"/api/runners/{room.RunnerId}/analytics");
        analytics.Json.GetProperty("summary").GetProperty("total_runs").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task An_answer_that_was_stored_before_the_crash_is_taken_and_the_model_is_not_asked_again()
    {
        using var folder = new TempFolder();
        using var model = new ScriptedChatModel();
        Task<TestBackend> StartAsync() => TestBackend.StartAsync(options => (options.DataDirectory, options.ChatModel) = (folder.Path, model));
        RunRoom room;
        HttpAnswer before;
        await using (var first = await StartAsync())
        {
            room = await RunRoom.CreateAsync(first, """{"kind":"agent"}""");
            before = await room.RunAsync("""{"input":{"a":1}}""");
            // As a crash leaves the run between the end of the answer and the end of its step.
            first.Backend.Store().Write(db =>
            {
                db.Execute("UPDATE runner_run_steps SET status = 'running', output = NULL, ended_at = NULL, input_tokens = 0, output_tokens = 0, cost_nano_usd = 0");
                db.Execute("UPDATE runner_runs SET status = 'running', output = NULL, ended_at = NULL");
            });
        }

        await using var second = await StartAsync();
        var after = await new RunRoom(second, room.RunnerId).EndOfAsync(before.Text("id"));

        after.Text("status").Should().Be("completed", after.Body);
        after.Json.GetProperty("output").GetRawText().Should().Be(before.Json.GetProperty("output").GetRawText());
        after.Json.GetProperty("total_input_tokens").GetInt64().Should().Be(before.Json.GetProperty("total_input_tokens").GetInt64());
        model.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_model_that_fails_fails_the_step_with_its_code()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().Fail("OVERLOADED", "Too many requests.");
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(scripted.Backend, $$"""{"kind":"agent","agentId":"{{scripted.AgentId}}"}""");

        var run = await room.RunAsync();

        (run.Text("status"), run.Text("error", "code")).Should().Be(("failed", "OVERLOADED"), run.Body);
    }

    [Fact]
    public async Task Cancelling_reaches_the_model()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().Say("I begin").Stall();
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(scripted.Backend, $$"""{"kind":"agent","agentId":"{{scripted.AgentId}}"}""");
        var runId = await room.StartAsync();
        await model.WaitForRequestsAsync(1);

        var run = await room.CancelAsync(runId);

        run.Text("status").Should().Be("cancelled");
        (await model.Requests.Single().Ended).Should().Be(ScriptedEnd.Cancelled);
    }

    [Fact]
    public async Task An_agent_that_is_deleted_during_its_step_fails_the_step()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().Say("I begin").Stall();
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(scripted.Backend, $$"""{"kind":"agent","agentId":"{{scripted.AgentId}}"}""");
        var runId = await room.StartAsync();
        await model.WaitForRequestsAsync(1);

        (await scripted.Backend.DeleteAsync("/api/agents/" + scripted.AgentId)).Status.Should().Be(204);

        var run = await room.EndOfAsync(runId);
        (run.Text("status"), run.Text("error", "code")).Should().Be(("failed", "AGENT_NOT_FOUND"), run.Body);
    }

    [Fact]
    public async Task What_a_step_used_counts_for_its_runner_and_is_no_conversation()
    {
        using var model = new ScriptedChatModel();
        model.Otherwise().WithUsage(new() { InputTokens = 1000 }).Say("ok");
        await using var scripted = await ScriptedBackend.StartAsync(model);
        var room = await RunRoom.CreateAsync(scripted.Backend, $$"""{"kind":"agent","agentId":"{{scripted.AgentId}}"}""");
        await room.RunAsync();

        var runner = await scripted.Backend.GetAsync($"/api/runners/{room.RunnerId}/analytics");
        var all = await scripted.Backend.GetAsync("/api/analytics");

        runner.Json.GetProperty("summary").GetProperty("total_input_tokens").GetInt64().Should().Be(1000);
        all.Json.GetProperty("summary").GetProperty("input_tokens").GetInt64().Should().Be(1000);
        all.Json.GetProperty("summary").GetProperty("total_threads").GetInt64().Should().Be(0);
    }
}
