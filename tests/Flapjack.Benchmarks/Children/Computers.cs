using Flapjack.Benchmarks.Runner;
using Flapjack.Sdk;

namespace Flapjack.Benchmarks.Children;

/// <summary>The computers of a row.</summary>
internal static class Computers
{
    // How many calls go on at once where it only matters that all of them get done.
    private const int AtOnce = 8;

    private static readonly ExecComputerOptions Nothing = new() { Command = "true", WaitForReady = true };

    /// <summary>Makes an agent without waiting for its computer.</summary>
    public static async Task<string> CreateAsync(FlapjackClient client, CancellationToken cancellationToken) =>
        (await client.CreateAgentFromTemplateAsync(new() { Name = "Benchmark", Template = ComputerTemplate.Blank }, cancellationToken)).Agent.Id;

    /// <summary>Makes agents whose computers have run a command.</summary>
    public static async Task<string[]> CreateReadyAsync(Bench bench, FlapjackClient client, int count)
    {
        var agents = new string[count];
        await Parallel.ForAsync(0, count, Options(bench), async (i, cancellationToken) => agents[i] = await CreateAsync(client, cancellationToken));
        await RunAsync(bench, client, agents);
        return agents;
    }

    /// <summary>Runs a command on each computer.</summary>
    public static Task RunAsync(Bench bench, FlapjackClient client, IReadOnlyList<string> agents) => Parallel.ForEachAsync(
        agents, Options(bench), async (agent, cancellationToken) => (await client.RunComputerAsync(agent, Nothing, cancellationToken)).EnsureSuccess());

    private static ParallelOptions Options(Bench bench) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = bench.CancellationToken };
}
