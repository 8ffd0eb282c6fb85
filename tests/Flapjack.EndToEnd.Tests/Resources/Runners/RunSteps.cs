using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Runners;

/// <summary>Steps that tests of runs take.</summary>
internal static class RunSteps
{
    /// <summary>A step that runs a command on the agent's computer.</summary>
    public static AddRunnerStepRequest Command(string agentId, string command, string? name = null) =>
        new() { Kind = RunnerStepKind.Computer, Name = name, AgentId = agentId, Config = JsonSerializer.SerializeToElement(new { command }) };

    /// <summary>A step that posts its input to an address.</summary>
    public static AddRunnerStepRequest Post(string url, string? name = null) =>
        new() { Kind = RunnerStepKind.Webhook, Name = name, Config = JsonSerializer.SerializeToElement(new { url }) };

    /// <summary>Creates a runner with these steps; returns its id.</summary>
    public static async Task<string> CreateRunnerAsync(this FlapjackClient client, params AddRunnerStepRequest[] steps)
    {
        var runner = await client.CreateRunnerAsync(new() { Name = "Runner" }, Limit.Token);
        foreach (var step in steps)
        {
            await client.AddRunnerStepAsync(runner.Id, step, Limit.Token);
        }

        return runner.Id;
    }

    /// <summary>Starts a run and waits until it has ended or is paused.</summary>
    public static async Task<RunnerRun> RunToEndAsync(this FlapjackClient client, string runnerId, string input = "{}")
    {
        var run = await client.TriggerRunAsync(runnerId, JsonElement.Parse(input), Limit.Token);
        return await client.WaitForRunAsync(runnerId, run.Id, RunsBackend.Often, Limit.Token);
    }

    /// <summary>Waits until a step of a run stands where it is told, and returns the run.</summary>
    public static async Task<RunnerRun> WaitForStepAsync(this FlapjackClient client, string runnerId, string runId, int place, RunnerRunStepStatus status)
    {
        var run = await client.GetRunAsync(runnerId, runId, Limit.Token);
        await Eventually.HoldsAsync(
            async () => (run = await client.GetRunAsync(runnerId, runId, Limit.Token)).Steps[place - 1].Status == status,
            $"step {place} has to become {status}");
        return run;
    }

    public static IEnumerable<string?> StatusesOf(this RunnerRun run) => run.Steps.Select(step => step.Status?.Value);
}
