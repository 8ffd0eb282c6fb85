using AgentComputer.ReferenceBackend;
using Flapjack.ReferenceBackend;

namespace Flapjack.Cli.Serving;

/// <summary>Both doors on one engine and one port.</summary>
internal sealed class LocalServer : IAsyncDisposable
{
    /// <summary>The folder of the second door in the data directory of the first.</summary>
    public const string SecondFolder = "agent-computer";

    private LocalServer(FlapjackBackend flapjack, AgentComputerBackend agentComputer) => (Flapjack, AgentComputer) = (flapjack, agentComputer);

    public FlapjackBackend Flapjack { get; }

    public AgentComputerBackend AgentComputer { get; }

    /// <param name="options">How the first door behaves.</param>
    /// <param name="others">How the second door behaves; its port, its data directory and its public address are set here.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="IOException">The port is taken, or the data directory is in use.</exception>
    public static async Task<LocalServer> StartAsync(FlapjackBackendOptions options, AgentComputerBackendOptions others, CancellationToken cancellationToken)
    {
        var second = new TaskCompletionSource<AgentComputerBackend>(TaskCreationOptions.RunContinuationsAsynchronously);
        options.Middleware = new FrontDoor(second.Task).InvokeAsync;
        var flapjack = await FlapjackBackend.StartAsync(options, cancellationToken).ConfigureAwait(false);
        try
        {
            others.Port = null;
            others.PublicAddress = flapjack.BaseAddress;
            others.DataDirectory = options.DataDirectory is { } directory ? Path.Combine(directory, SecondFolder) : null;
            var agentComputer = await AgentComputerBackend.StartOnAsync(flapjack.Engine, others, cancellationToken).ConfigureAwait(false);
            second.SetResult(agentComputer);
            return new(flapjack, agentComputer);
        }
        catch
        {
            second.SetCanceled(CancellationToken.None);
            await flapjack.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await AgentComputer.DisposeAsync().ConfigureAwait(false);
        await Flapjack.DisposeAsync().ConfigureAwait(false);
    }
}
