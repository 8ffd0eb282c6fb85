using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Resources.Projects;

namespace Flapjack.ReferenceBackend;

/// <summary>The resources that cost a folder under <c>Resources/</c> and a line here.</summary>
internal static class BackendResources
{
    public static IReadOnlyList<PlainResource> All { get; } =
    [
        new(ProjectsSchema.Steps, (store, clock) => new ProjectsApi(new(store, "projects", "project", clock))),
    ];
}
