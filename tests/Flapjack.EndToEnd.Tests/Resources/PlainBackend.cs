using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources;

/// <summary>A backend and a client of it, without an agent: for resources that need no computer.</summary>
public sealed class PlainBackend : IAsyncLifetime
{
    private readonly List<FlapjackClient> _clients = [];

    public FlapjackBackend Backend { get; private set; } = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Backend = await FlapjackBackend.StartAsync();
        Client = ClientOf(Backend.ApiKey);
    }

    /// <summary>A client of a new organization, which has nothing yet.</summary>
    public FlapjackClient Stranger() => ClientOf(Backend.CreateApiKey(Guid.NewGuid().ToString()));

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await Backend.DisposeAsync();
    }

    private FlapjackClient ClientOf(string key)
    {
        var client = Backend.CreateClient(options => options.ApiKey = key);
        _clients.Add(client);
        return client;
    }
}
