using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Tools;

/// <summary>An organization's custom tools: webhooks that agents and runners may call. This resource keeps the tools; <see cref="WebhookTools"/> calls them.</summary>
internal sealed class ToolsApi(OrgTable<ToolDocument> tools) : IResource
{
    public static OrgTable<ToolDocument> TableOf(Store store, TimeProvider clock) => new(
        store,
        "tools",
        "tool",
        clock,
        new Dictionary<string, Func<ToolDocument, object?>> { ["name"] = tool => tool.Name },
        new("name", "NAME_TAKEN", "has the name", "Choose another name, because models tell tools apart by their names."));

    public void Map(Routes routes)
    {
        var all = routes.AnyKey();
        all.Get("/api/tools", call => tools.List(call.OrgId).Select(tool => tool.ToJson()));
        all.Post("/api/tools", ToolBody.Create, (call, body) => tools.Add(call.OrgId, body).ToJson(), StatusCodes.Status201Created);

        var one = all.For(call => tools.Find(call.OrgId, call["toolId"]));
        one.Get("/api/tools/{toolId}", tool => tool.ToJson());
        one.Patch("/api/tools/{toolId}", ToolBody.Patch, (tool, patch) => tools.Change(tool.OrgId, tool.Id, patch).ToJson());
        one.Delete("/api/tools/{toolId}", tool => tools.Remove(tool.OrgId, tool.Id));
    }
}
