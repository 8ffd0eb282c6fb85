using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Integrations;

/// <summary>An organization's integrations. Their connection strings are stored encrypted, and no answer shows them.</summary>
internal sealed class IntegrationsApi(OrgTable<IntegrationDocument> integrations, SecretCipher secrets) : IResource
{
    /// <summary>For what purpose the connection strings are encrypted.</summary>
    public const string ConnectionStringPurpose = "integrations.connection_string";

    private const int MaxName = 200;
    private const int MaxConnectionString = 4_096;

    private static readonly string[] Kinds = ["postgres", "supabase"];

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/integrations", call => integrations.List(call.OrgId).Select(Shown));
        all.Post("/api/integrations", Read, (call, draft) => Shown(Add(call.OrgId, draft)), StatusCodes.Status201Created);

        var one = all.For(call => integrations.Find(call.OrgId, call["integrationId"]));
        one.Get("/api/integrations/{integrationId}", Shown);
        one.Delete("/api/integrations/{integrationId}", integration => integrations.Remove(integration.OrgId, integration.Id));
    }

    private static IntegrationDraft Read(BodyReader body) => new(
        new()
        {
            Name = body.RequiredText("name", "INVALID_NAME", MaxName),
            Kind = body.RequiredOneOf("kind", "INVALID_KIND", Kinds),
        },
        body.RequiredText("connectionString", "INVALID_CONNECTION_STRING", MaxConnectionString));

    private OrgRow<IntegrationDocument> Add(string orgId, IntegrationDraft draft) =>
        integrations.Add(orgId, draft.Document with { EncryptedConnectionString = secrets.Protect(ConnectionStringPurpose, draft.ConnectionString) });

    private static JsonObject Shown(OrgRow<IntegrationDocument> row)
    {
        var json = row.ToJson();
        json.Remove("encrypted_connection_string");
        return json;
    }
}
