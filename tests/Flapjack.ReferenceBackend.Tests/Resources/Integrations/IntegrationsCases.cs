using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Integrations;

internal sealed class IntegrationsCases : IResourceCases
{
    private const string Create = "POST /api/integrations";
    private const string Body = """{"name":"Sales","kind":"postgres","connectionString":"postgres://app:s3cret-of-the-case@db.example.com/sales"}""";

    public IEnumerable<ThingCase> Things => [new("integrationId", world => world.CreateAsync(Create, Body))];

    public IEnumerable<WriteCase> Writes =>
    [
        new(Create, Body)
        {
            Read = "GET /api/integrations/{integrationId}",
            Shown = new Dictionary<string, string?> { ["connectionString"] = null },
            Status = 201,
        },
    ];
}
