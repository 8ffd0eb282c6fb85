using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Runners;

public sealed class EnsureCompletedTests : WireTest
{
    [Fact]
    public async Task A_completed_run_is_returned()
    {
        var run = await Read("""{"id":"run1","status":"completed"}""");

        run.EnsureCompleted().Should().BeSameAs(run);
    }

    [Fact]
    public async Task A_run_that_failed_names_the_step_the_code_and_the_reason()
    {
        var run = await Read("""
            {"id":"run1","status":"failed","error":{"code":"COMMAND_FAILED","message":"The command ended with exit code 2.","step_id":"s2"},
             "steps":[{"step_id":"s1","place":1},{"step_id":"s2","place":2,"name":"Build","kind":"computer"}]}
            """);

        var thrown = Throws(run);

        thrown.Message.Should().Be("The run run1 failed in step 2 (Build): COMMAND_FAILED: The command ended with exit code 2.");
        (thrown.Run, thrown.ErrorCode, thrown.Step).Should().Be((run, "COMMAND_FAILED", run.Steps[1]));
    }

    [Theory]
    [InlineData("""{"id":"run1","status":"failed"}""", "The run run1 failed: no code.")]
    [InlineData("""{"id":"run1","status":"failed","error":{"code":"X"}}""", "The run run1 failed: X.")]
    [InlineData("""{"id":"run1","status":"failed","error":{"message":"boom","step_id":"s1"},"steps":[{"step_id":"s1","place":1,"kind":"webhook"}]}""", "The run run1 failed in step 1 (webhook): no code: boom.")]
    [InlineData("""{"id":"run1","status":"failed","error":{"code":"X","message":"boom","step_id":"s9"}}""", "The run run1 failed: X: boom.")]
    [InlineData("""{"id":"run1","status":"cancelled"}""", "The run run1 was cancelled.")]
    [InlineData("""{"id":"run1","status":"paused","pause_reason":"budget"}""", "The run run1 is paused (budget).*UpdateRunnerBudgetAsync*ResumeRunAsync*")]
    [InlineData("""{"id":"run1","status":"running"}""", "The run run1 has not ended yet: it is running. Wait for it with WaitForRunAsync.")]
    [InlineData("""{"id":"run1","status":"expired","ended_at":"2026-05-01T10:00:00Z"}""", "The run run1 has ended, and it is not completed but expired.")]
    [InlineData("""{"id":"run1"}""", "The run run1 has not ended yet: it is without a status. Wait*")]
    public async Task Every_other_run_says_where_it_stands(string json, string message)
    {
        var run = await Read(json);

        var thrown = Throws(run);

        thrown.Message.Should().Match(message);
        thrown.Run.Should().BeSameAs(run);
    }

    [Fact]
    public async Task The_key_is_not_shown_if_a_step_echoes_it()
    {
        var run = await Read($$$"""{"id":"run1","status":"failed","error":{"code":"WEBHOOK_FAILED","message":"no such key: {{{TestClient.Key}}}"}}""");

        Throws(run).Message.Should().Contain("[key]").And.NotContain(TestClient.Key);
    }

    [Fact]
    public async Task The_key_is_not_shown_of_a_run_in_a_list_either()
    {
        Wire.Answers("/api/runners/r1/runs", $$$"""{"runs":[{"id":"run1","status":"failed","error":{"message":"no such key: {{{TestClient.Key}}}"}}]}""");

        var run = (await Client.GetRunPageAsync("r1").Soon()).Runs[0];

        Throws(run).Message.Should().Contain("[key]").And.NotContain(TestClient.Key);
    }

    private static RunNotCompletedException Throws(RunnerRun run) => run.Invoking(one => one.EnsureCompleted()).Should().Throw<RunNotCompletedException>().Which;

    private async Task<RunnerRun> Read(string json)
    {
        Wire.Answers("/api/runners/r1/runs/run1", json);
        return await Client.GetRunAsync("r1", "run1").Soon();
    }
}
