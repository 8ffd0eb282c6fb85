using Flapjack.ReferenceBackend.Tests.Resources.Every;

namespace Flapjack.ReferenceBackend.Tests.Resources.Projects;

internal sealed class ProjectsCases : IResourceCases
{
    private const string One = "GET /api/projects/{projectId}";
    private const string Body = """{"name":"Site","slug":"the-site","description":"all of it"}""";

    public IEnumerable<ThingCase> Things => [new("projectId", world => world.CreateAsync("POST /api/projects", """{"name":"Old"}"""))];

    public IEnumerable<WriteCase> Writes =>
    [
        new("POST /api/projects", Body) { Read = One },
        new("PATCH /api/projects/{projectId}", Body) { Read = One },
    ];
}
