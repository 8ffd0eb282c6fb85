using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Children;

/// <summary>An agent whose computer has run a command.</summary>
internal static class ReadyAgent
{
    public static async Task<string> CreateAsync(FlapjackClient client, CancellationToken cancellationToken)
    {
        var created = await client.CreateAgentFromTemplateAsync(new() { Name = "Benchmark", Template = ComputerTemplate.Blank }, cancellationToken);
        (await client.RunComputerAsync(created.Agent.Id, new() { Command = "true", WaitForReady = true }, cancellationToken)).EnsureSuccess();
        return created.Agent.Id;
    }
}
