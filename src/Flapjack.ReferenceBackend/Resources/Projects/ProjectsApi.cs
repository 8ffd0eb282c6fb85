using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Resources.Projects;

/// <summary>An organization's projects. No agent and no runner of this backend can be put into one yet, so a project has no members.</summary>
internal sealed class ProjectsApi(OrgTable<ProjectDocument> projects) : IResource
{
    public void Map(Routes routes)
    {
        var gated = routes.AnyKey();
        gated.Get("/api/projects", ListAsync);
        gated.Post("/api/projects", CreateAsync);
        gated.Get("/api/projects/{id}", GetAsync);
        gated.Patch("/api/projects/{id}", ChangeAsync);
        gated.Delete("/api/projects/{id}", DeleteAsync);
        gated.Get("/api/projects/{id}/members", MembersAsync);
    }

    private Task ListAsync(HttpContext context, Caller caller) =>
        context.WriteJsonListAsync([.. projects.List(caller.OrgId).Select(project => project.ToJson())]);

    private async Task CreateAsync(HttpContext context, Caller caller)
    {
        var document = ProjectBody.Create(await BodyReader.ReadAsync(context).ConfigureAwait(false));
        var project = projects.Add(caller.OrgId, document);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.WriteJsonAsync(project.ToJson()).ConfigureAwait(false);
    }

    private Task GetAsync(HttpContext context, Caller caller) => context.WriteJsonAsync(projects.Find(caller.OrgId, IdOf(context)).ToJson());

    private async Task ChangeAsync(HttpContext context, Caller caller)
    {
        // First whose project it is: a stranger learns nothing about the rules of a body.
        projects.Find(caller.OrgId, IdOf(context));
        var patch = ProjectBody.Patch(await BodyReader.ReadAsync(context).ConfigureAwait(false));
        await context.WriteJsonAsync(projects.Change(caller.OrgId, IdOf(context), patch).ToJson()).ConfigureAwait(false);
    }

    private Task DeleteAsync(HttpContext context, Caller caller)
    {
        projects.Remove(caller.OrgId, IdOf(context));
        return context.WriteJsonAsync(new() { ["ok"] = true });
    }

    private Task MembersAsync(HttpContext context, Caller caller)
    {
        projects.Find(caller.OrgId, IdOf(context));
        return context.WriteJsonAsync(new() { ["runners"] = new JsonArray(), ["agents"] = new JsonArray() });
    }

    private static string IdOf(HttpContext context) => (string)context.GetRouteValue("id")!;
}
