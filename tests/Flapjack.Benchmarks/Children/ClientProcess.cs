using Flapjack.Benchmarks.Clients;

namespace Flapjack.Benchmarks.Children;

/// <summary>A client in a process of its own.</summary>
internal sealed class ClientProcess(BackendProcess backend, CancellationToken cancellationToken)
    : Child(Environment.ProcessPath!, [ClientProgram.Argument, backend.BaseAddress.AbsoluteUri, backend.ApiKey], cancellationToken)
{
    /// <summary>Runs a command, and returns how many seconds its output took.</summary>
    public async Task<double> ReadAsync(string kind, string agent, string command) => (await ObeyAsync(new(kind, [agent], command)))[1];

    /// <summary>Starts commands that are read until this is disposed of.</summary>
    public Task HoldAsync(IReadOnlyList<string> agents, string command, int count) => ObeyAsync(new("hold", agents, command, count));

    /// <summary>The managed heap behind a full collection.</summary>
    public async Task<double> ReadHeapAsync() => (await ObeyAsync(new("heap", [], "")))[2];

    private async Task<double[]> ObeyAsync(ClientOrder order) => Numbers.Read(await AskAsync(order.Write()));
}
