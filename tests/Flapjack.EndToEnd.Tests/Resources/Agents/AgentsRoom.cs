using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Agents;

/// <summary>A backend for the tests of agents, and a client of it for each organization.</summary>
public sealed class AgentsRoom : IAsyncLifetime
{
    private readonly List<FlapjackClient> _clients = [];
    private FlapjackBackend _backend = null!;

    public FlapjackClient Client { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _backend = await FlapjackBackend.StartAsync();
        Client = NewClient(_backend.ApiKey);
    }

    /// <summary>A client of an organization that has nothing yet.</summary>
    public (FlapjackClient Client, string OrgId) NewOrg()
    {
        var orgId = Guid.NewGuid().ToString();
        return (NewClient(_backend.CreateApiKey(orgId, FlapjackScopes.SandboxAdmin)), orgId);
    }

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _backend.DisposeAsync();
    }

    private FlapjackClient NewClient(string key)
    {
        var client = _backend.CreateClient(options => options.ApiKey = key);
        _clients.Add(client);
        return client;
    }
}
