using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>An organization's projects, and the agents and runners in each. A project that is deleted frees them.</summary>
internal sealed class ProjectsApi(OrgTable<ProjectDocument> projects, ProjectMembers members) : IResource
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
        one.Get("/api/projects/{projectId}/members", project => members.Of(project.Id));
    }

    private JsonObject Remove(OrgRow<ProjectDocument> project)
    {
        projects.Remove(project.OrgId, project.Id);
        return new() { ["ok"] = true };
    }
}
