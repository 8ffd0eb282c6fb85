using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Attachments;

/// <summary>Things whose resources do not serve their routes yet. They are put into the tables.</summary>
internal sealed class PendingCases : IResourceCases
{
    public IEnumerable<ThingCase> Things => [Of("runnerId", "runners"), Of("mcpServerId", "mcp_servers"), Of("integrationId", "integrations")];

    private static ThingCase Of(string parameter, string table) => new(parameter, world =>
    {
        // The token of the world's client made the organization.
        _ = world.Client;
        var id = Guid.NewGuid().ToString();
        world.Backend.Backend.Store().Write(db => db.Execute(
            $"INSERT INTO {table} (id, org_id, created_at, updated_at, document) VALUES ($id, $org, 1, 1, '{{\"name\":\"{parameter}\"}}')", ("$id", id), ("$org", world.OrgId)));
        return Task.FromResult(id);
    });
}
