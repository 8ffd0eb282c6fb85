using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

internal sealed class SkillsCases : IResourceCases
{
    // A skill can be installed once in its organization.
    public IEnumerable<ThingCase> Things =>
        [new("skillId", world => world.CreateAsync("POST /api/skills", $$"""{"source":"skill_md","sourceRef":"acme/skills/{{Guid.NewGuid():n}}"}"""))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/skills", """{"source":"openapi_action","sourceUrl":"https://acme.dev/openapi.json","sourceRef":"acme/orders"}""") { Read = "GET /api/skills" },
    ];
}
