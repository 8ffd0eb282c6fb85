using Flapjack.Benchmarks.Clients;

namespace Flapjack.Benchmarks.Children;

/// <summary>A client in a process of its own.</summary>
internal sealed class ClientProcess(BackendProcess backend, CancellationToken cancellationToken)
    : Child(Environment.ProcessPath!, [ClientProgram.Argument, backend.BaseAddress.AbsoluteUri, backend.ApiKey], cancellationToken)
{
    /// <summary>Runs a command, and returns how much output came, the seconds, and the bytes allocated.</summary>
    public async Task<double[]> ReadAsync(string kind, string agent, string command) => Numbers.Read(await AskAsync(new ExecRead(kind, agent, command).Write()));
}
