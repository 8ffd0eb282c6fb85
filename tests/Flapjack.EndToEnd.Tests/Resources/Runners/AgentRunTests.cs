using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>Runs whose steps only ask the model.</summary>
public sealed class AgentRunTests(RunsBackend backend) : IClassFixture<RunsBackend>
{
    private readonly FlapjackClient _client = backend.Client;

    [Fact]
    public async Task A_run_hands_the_output_of_each_step_to_the_next()
    {
        backend.Model.When("topic of the handover").Say("""{"title":"News about AI"}""");
        var runner = await backend.CreateRunnerAsync(
            RunsBackend.Ask("The topic of the handover is {{topic}}.", "Analyze"),
            RunsBackend.Ask("Praise {{title}}!") with { InputMapping = JsonElement.Parse("""{"title":"$.steps.Analyze.output.json.title"}""") });

        var run = await _client.RunToEndAsync(runner, """{"topic":"AI"}""");

        run.EnsureCompleted().StatusesOf().Should().Equal("completed", "completed");
        run.Steps[0].Input!.Value.GetRawText().Should().Be("""{"topic":"AI"}""");
        run.Steps[1].Input!.Value.GetRawText().Should().Be("""{"title":"News about AI"}""");
        run.Output!.Value.GetProperty("text").GetString().Should().Be("Praise News about AI!");
        (run.Origin, run.TriggerId, run.Error, run.InterruptedAt).Should().Be((RunnerTriggerKind.Api, null, null, null));
        run.Steps.Should().AllSatisfy(step => (step.InputTokens > 0 && step.OutputTokens > 0 && step.CostUsd > 0 && step.DurationMs >= 0).Should().BeTrue());
        (run.TotalInputTokens, run.TotalOutputTokens, run.TotalCostUsd)
            .Should().Be((run.Steps.Sum(step => step.InputTokens), run.Steps.Sum(step => step.OutputTokens), run.Steps.Sum(step => step.CostUsd)));
    }

    [Fact]
    public async Task A_run_is_watched_step_by_step()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("one", "One"), RunsBackend.Ask("two", "Two"), RunsBackend.Ask("three", "Three"));
        var run = await _client.TriggerRunAsync(runner, cancellationToken: Limit.Token);

        var told = await _client.WatchRunAsync(runner, run.Id, RunsBackend.Often, Limit.Token).ToListAsync();

        told.Select(step => $"{step.Name} {step.Status}")
            .Should().Equal("One running", "One completed", "Two running", "Two completed", "Three running", "Three completed");
    }

    [Fact]
    public async Task A_step_that_fails_ends_the_run_and_says_why()
    {
        backend.Model.When("break the model").Fail("overloaded", "The model is overloaded.", 503);
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("fine"), RunsBackend.Ask("break the model", "Break"), RunsBackend.Ask("never"));

        var run = await _client.RunToEndAsync(runner);

        (run.Status, run.FailedStep!.Name, run.FailedStep.Error!.Code).Should().Be((RunnerRunStatus.Failed, "Break", run.Error!.Code));
        run.StatusesOf().Should().Equal("completed", "failed", "skipped");
        run.Invoking(one => one.EnsureCompleted()).Should().Throw<RunNotCompletedException>().WithMessage($"The run {run.Id} failed in step 2 (Break): {run.Error.Code}: *");
    }

    [Fact]
    public async Task A_field_that_is_not_there_fails_the_step_and_is_named()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("Write about {{topic}}."));

        var run = await _client.RunToEndAsync(runner, """{"title":"AI"}""");

        (run.Status, run.Error!.Code).Should().Be((RunnerRunStatus.Failed, "INPUT_NOT_FOUND"));
        run.Error.Message.Should().Contain("topic");
    }

    [Fact]
    public async Task A_runner_without_steps_completes_at_once()
    {
        var runner = await backend.CreateRunnerAsync();

        (await _client.RunToEndAsync(runner)).EnsureCompleted().Steps.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_keeps_the_steps_that_its_runner_had_when_it_was_created()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("before"));
        var first = await _client.RunToEndAsync(runner);
        await _client.AddRunnerStepAsync(runner, RunsBackend.Ask("after"), Limit.Token);

        var second = await _client.RunToEndAsync(runner);

        (await _client.GetRunAsync(runner, first.Id, Limit.Token)).Steps.Should().ContainSingle();
        second.Steps.Should().HaveCount(2);
    }

    [Fact]
    public async Task Runs_are_listed_the_newest_first_without_their_steps()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("{{say}}"));
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Insert(0, (await _client.RunToEndAsync(runner, i == 2 ? "{}" : """{"say":"hello"}""")).Id);
        }

        var all = await _client.ListRunsAsync(runner, new() { Limit = 2 }, Limit.Token).ToListAsync();
        var failed = await _client.ListRunsAsync(runner, new() { Status = RunnerRunStatus.Failed }, Limit.Token).ToListAsync();

        all.Select(run => run.Id).Should().Equal(ids);
        all.Should().AllSatisfy(run => run.Steps.Should().BeEmpty());
        failed.Select(run => run.Id).Should().Equal(ids[2]);
    }

    [Fact]
    public async Task Each_step_has_a_trace_that_the_logs_find_by_the_run()
    {
        var runner = await backend.CreateRunnerAsync(RunsBackend.Ask("trace me", "Trace"), RunsBackend.Ask("trace me too"));
        var run = (await _client.RunToEndAsync(runner)).EnsureCompleted();

        var traces = await _client.ListTracesAsync(new() { RunId = run.Id }, Limit.Token).ToListAsync();
        var trace = await _client.GetTraceAsync(run.Steps[0].TraceId!, Limit.Token);

        traces.Select(one => one.Id).Should().BeEquivalentTo(run.Steps.Select(step => step.TraceId));
        var root = trace.BuildSpanTree().Should().ContainSingle().Subject;
        (root.Span.Kind, root.Span.Name, root.Span.Status).Should().Be((TraceSpanKind.RunnerStep, "Trace", TraceStatus.Ok));
        root.Children.Should().ContainSingle().Which.Children.Should().Contain(child => child.Span.Kind == TraceSpanKind.Llm);
    }

    [Fact]
    public async Task A_run_is_not_there_for_others()
    {
        var runner = await backend.CreateRunnerAsync();
        var run = await _client.RunToEndAsync(runner);
        using var stranger = backend.Backend.CreateClient(options => options.ApiKey = backend.Backend.CreateApiKey(Guid.NewGuid().ToString()));

        await stranger.Invoking(other => other.GetRunAsync(runner, run.Id, Limit.Token)).Should().ThrowAsync<FlapjackPermissionException>();
        await _client.Invoking(other => other.WaitForRunAsync(runner, Guid.NewGuid().ToString(), null, Limit.Token)).Should().ThrowAsync<FlapjackNotFoundException>();
    }
}
