using System.Runtime.CompilerServices;
using Flapjack.Sdk;

namespace TestingYourApp;

/// <summary>What the app is about: projects, each with a computer that runs checks, and an agent that answers questions.</summary>
public sealed class Workshop(FlapjackClient flapjack)
{
    private static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(30);

    /// <summary>Opens the project of that name; a second call returns the same project.</summary>
    public async Task<Project> OpenAsync(string name, CancellationToken stopping)
    {
        var created = await flapjack.CreateAgentFromTemplateAsync(new() { Name = name, Template = ComputerTemplate.Blank, ExternalAppId = name }, stopping);
        return new(created.Agent.Id);
    }

    /// <summary>Runs a script to its end. A script that fails is an answer, too.</summary>
    public async Task<Report> CheckAsync(string agentId, string script, CancellationToken stopping)
    {
        // A check may be repeated more often than other calls: nobody waits at a screen for it.
        var patient = flapjack.With(options => options.MaxRetries = 5);
        var result = await patient.RunComputerAsync(agentId, CommandOf(script), stopping);
        return new(result.Ok, result.ExitCode, result.Stdout + result.Stderr);
    }

    /// <summary>Runs a script and hands on its lines as they come; the last line tells how it ended.</summary>
    public async IAsyncEnumerable<string> FollowAsync(string agentId, string script, [EnumeratorCancellation] CancellationToken stopping)
    {
        var end = "";
        await foreach (var line in flapjack.ExecComputerAsync(agentId, CommandOf(script), stopping).ReadLinesAsync(exit => end = $"exit {exit.ExitCode}", stopping))
        {
            yield return line.Text;
        }

        yield return end;
    }

    /// <summary>Asks the project's agent.</summary>
    public async Task<Answer> AskAsync(string agentId, string question, CancellationToken stopping)
    {
        var thread = await flapjack.CreateThreadAsync(agentId, cancellationToken: stopping);
        var result = await flapjack.RunMessageAsync(thread.Id, question, cancellationToken: stopping);
        return new(result.EnsureAnswered().Content);
    }

    private static ExecComputerOptions CommandOf(string script) => new() { Command = script, Timeout = LongestCheck, WaitForReady = true };
}
