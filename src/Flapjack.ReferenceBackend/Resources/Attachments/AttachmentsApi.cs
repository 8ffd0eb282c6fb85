using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Attachments;

/// <summary>What is attached to agents and runners. Attaching a thing again replaces the fields of its attachment.</summary>
internal sealed class AttachmentsApi(Store store, TimeProvider clock, AgentRoutes agentRoutes, SecretCipher secrets) : IResource
{
    public void Map(Routes routes)
    {
        var skill = AttachmentKind.Skill(secrets);

        var agents = agentRoutes.Of(routes.AnyKey()).For(call => new AttachmentOwner(call.Agent.OrgId, call.Agent.Id));
        OfAgents("/api/agents/{agentId}/skills", "agent_skills", skill).List().Attach();
        OfAgents("/api/agents/{agentId}/mcps", "agent_mcps", AttachmentKind.Mcp).Attach();
        OfAgents("/api/agents/{agentId}/integrations", "agent_integrations", AttachmentKind.Integration).Attach();

        var runners = routes.AnyKey().For(FindRunner);
        OfRunners("/api/runners/{runnerId}/mcps", "runner_mcps", AttachmentKind.Mcp).List().Attach().Detach();
        OfRunners("/api/runners/{runnerId}/integrations", "runner_integrations", AttachmentKind.IntegrationWithTables).List().Attach().Detach();
        OfRunners("/api/runners/{runnerId}/tools", "runner_tools", AttachmentKind.Tool).List().Attach().Detach();
        OfRunners("/api/runners/{runnerId}/skills", "runner_skills", skill).List().Attach();

        AttachmentRoutes OfAgents(string path, string table, AttachmentKind kind) => new(agents, path, TableOf(table, new("agents", "agent"), kind), kind);

        AttachmentRoutes OfRunners(string path, string table, AttachmentKind kind) => new(runners, path, TableOf(table, new("runners", "runner"), kind), kind);
    }

    private AttachmentTable TableOf(string table, NamedTable owners, AttachmentKind kind) => new(store, table, owners, new(kind.Items, kind.Noun), clock);

    /// <exception cref="Refusal">403 or 404.</exception>
    private AttachmentOwner FindRunner(Call call)
    {
        var owner = new AttachmentOwner(call.OrgId, call["runnerId"].ToLowerInvariant());
        store.Read(db =>
        {
            new OrgReference("runners", "runner", owner.Id).Check(db, owner.OrgId);
            return owner;
        });
        return owner;
    }
}
