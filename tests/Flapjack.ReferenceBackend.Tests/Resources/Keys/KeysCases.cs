using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Keys;

internal sealed class KeysCases : IResourceCases
{
    private const string Create = "POST /api/keys";

    public IEnumerable<ThingCase> Things => [new("keyId", world => world.CreateAsync(Create, """{"name":"CI"}"""))];

    public IEnumerable<WriteCase> Writes => [new(Create, """{"name":"Nightly build"}""") { Read = "GET /api/keys", Status = 201 }];
}
