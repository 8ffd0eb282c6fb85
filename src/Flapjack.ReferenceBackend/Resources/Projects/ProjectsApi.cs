using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>An organization's projects. No agent and no runner of this backend can be put into a project yet, so a project has no members.</summary>
internal sealed class ProjectsApi(OrgTable<ProjectDocument> projects) : IResource
{
    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/projects", call => projects.List(call.OrgId).Select(project => project.ToJson()));
        all.Post("/api/projects", ProjectBody.Create, (call, body) => projects.Add(call.OrgId, body).ToJson(), StatusCodes.Status201Created);

        var one = all.For(call => projects.Find(call.OrgId, call["projectId"]));
        one.Get("/api/projects/{projectId}", project => project.ToJson());
        one.Patch("/api/projects/{projectId}", ProjectBody.Patch, (project, patch) => projects.Change(project.OrgId, project.Id, patch).ToJson());
        one.Delete("/api/projects/{projectId}", Remove);
        one.Get("/api/projects/{projectId}/members", _ => new { Runners = Array.Empty<object>(), Agents = Array.Empty<object>() });
    }

    private JsonObject Remove(OrgRow<ProjectDocument> project)
    {
        projects.Remove(project.OrgId, project.Id);
        return new() { ["ok"] = true };
    }
}
