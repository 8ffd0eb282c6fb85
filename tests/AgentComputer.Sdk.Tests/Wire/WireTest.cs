namespace AgentComputer.Sdk.Tests.Wire;

/// <summary>A test of one client against literal answers.</summary>
public abstract class WireTest : IDisposable
{
    private readonly List<AgentComputerClient> _clients = [];

    private protected WireServer Wire { get; } = new();

    private protected AgentComputerClient Client => field ??= ClientWith(_ => { });

    public void Dispose()
    {
        _clients.ForEach(client => client.Dispose());
        Wire.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected AgentComputerClient ClientWith(Action<AgentComputerClientOptions> configure)
    {
        var client = TestClient.At(Wire.Address, configure);
        _clients.Add(client);
        return client;
    }
}
