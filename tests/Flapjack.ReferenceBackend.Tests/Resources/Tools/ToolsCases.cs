using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Tools;

internal sealed class ToolsCases : IResourceCases
{
    private const string Parameters = """{"type":"object","properties":{"id":{"type":"string"}}}""";
    private const string One = "GET /api/tools/{toolId}";

    // A name is unique in its organization.
    public IEnumerable<ThingCase> Things =>
        [new("toolId", world => world.CreateAsync("POST /api/tools", $$"""{"name":"tool_{{Guid.NewGuid():n}}","url":"https://hooks.acme.dev/old"}"""))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/tools", BodyWith("find_order")) { Read = One },
        new("PATCH /api/tools/{toolId}", BodyWith("find_invoice")) { Read = One },
    ];

    private static string BodyWith(string name) => $$"""
        {"name":"{{name}}","description":"Finds it.","url":"http://hooks.acme.dev/find?x=1","parameters":{{Parameters}}}
        """;
}
