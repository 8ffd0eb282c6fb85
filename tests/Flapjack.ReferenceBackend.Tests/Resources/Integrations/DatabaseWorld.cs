using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.Integrations;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>An agent with databases, without HTTP and without a turn loop.</summary>
internal sealed class DatabaseWorld(TimeProvider? clock = null) : IDisposable
{
    private readonly StoredAgent _agent = new(clock ?? TimeProvider.System);

    /// <summary>Attaches a database.</summary>
    public void Attach(string connectionString, string name = "Sales", string attachment = "{}")
    {
        var integrations = new OrgTable<IntegrationDocument>(_agent.Store, "integrations", "integration", _agent.Clock);
        var document = new IntegrationDocument
        {
            Name = name,
            Kind = "postgres",
            EncryptedConnectionString = _agent.Secrets.Protect(IntegrationsApi.ConnectionStringPurpose, connectionString),
        };
        _agent.Attach("agent_integrations", "integrations", integrations.Add(StoredAgent.OrgId, document).Id, attachment);
    }

    public void LoseKeys() => _agent.LoseKeys();

    /// <summary>The offer of a turn.</summary>
    public Task<ToolOffer> OfferAsync(CancellationToken cancellationToken = default) =>
        DatabaseTools.OfAgents(_agent.Store, _agent.Secrets, allowPrivate: false, _agent.Clock).OfferAsync(_agent.Turn, cancellationToken);

    public void Dispose() => _agent.Dispose();
}
