using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Resources.Integrations;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

/// <summary>An agent with databases, without HTTP and without a turn loop.</summary>
internal sealed class DatabaseWorld(TimeProvider? clock = null) : IDisposable
{
    private readonly StoredAgent _agent = new(clock ?? TimeProvider.System);

    /// <summary>Attaches a database.</summary>
    public void Attach(string connectionString, string name = "Sales", string attachment = "{}", string to = "agent_integrations")
    {
        var integrations = new OrgTable<IntegrationDocument>(_agent.Store, "integrations", "integration", _agent.Clock);
        var document = new IntegrationDocument
        {
            Name = name,
            Kind = "postgres",
            EncryptedConnectionString = _agent.Secrets.Protect(IntegrationsApi.ConnectionStringPurpose, connectionString),
        };
        AttachAgain(integrations.Add(StoredAgent.OrgId, document).Id, attachment, to);
    }

    /// <summary>Attaches an integration that is there already.</summary>
    public void AttachAgain(string integrationId, string attachment, string to) => _agent.Attach(to, "integrations", integrationId, attachment);

    /// <summary>The id of the integration with a name.</summary>
    public string IdOf(string name) => new OrgTable<IntegrationDocument>(_agent.Store, "integrations", "integration", _agent.Clock)
        .List(StoredAgent.OrgId).Single(integration => integration.Document.Name == name).Id;

    public void LoseKeys() => _agent.LoseKeys();

    /// <summary>The offer of a turn.</summary>
    public Task<ToolOffer> OfferAsync(CancellationToken cancellationToken = default) => OfferAsync(_agent.Turn, cancellationToken);

    /// <summary>The offer of a step of a run.</summary>
    public Task<ToolOffer> OfferToStepAsync(bool hasAgent) => OfferAsync(hasAgent ? _agent.Step : _agent.StepWithoutAgent, CancellationToken.None);

    public void Dispose() => _agent.Dispose();

    private Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken) =>
        DatabaseTools.Of(_agent.Store, _agent.Secrets, allowPrivate: false, _agent.Clock).OfferAsync(turn, cancellationToken);
}
