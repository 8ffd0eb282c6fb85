using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Json;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>How agents are listed in the marketplace, and the official templates from which agents are made.</summary>
internal sealed class MarketplaceApi(AgentRoutes agentRoutes, MarketplaceProfiles profiles, OrgTable<AgentDocument> agentTable) : IResource
{
    private const string Profile = "/api/agents/{agentId}/marketplace";

    public void Map(Routes routes)
    {
        var agents = agentRoutes.Of(routes.AnyKey());
        agents.Get(Profile, call => profiles.Find(call.Agent).ToJson());
        agents.Put(Profile, MarketplaceBody.Put, (call, fields) => profiles.Change(call.Agent, fields).ToJson());
        agents.Delete(Profile, call => profiles.Remove(call.Agent));
        agents.Map(HttpMethods.Post, Profile + "/avatar", UploadAsync, RouteFields.OfForm(StatusCodes.Status200OK, AvatarBody.Parts));

        var all = routes.AnyKey();
        all.Get("/api/marketplace/official", _ => OfficialCatalog.All.Select(template => new { template.Id, template.Name, template.Description, template.Category }));
        all.Post("/api/marketplace/official/use", MarketplaceBody.Use, (call, body) => Use(call.OrgId, body.TemplateId, body.Name), StatusCodes.Status201Created);
    }

    private JsonObject Use(string orgId, string templateId, string? name)
    {
        var template = OfficialCatalog.Find(templateId) ?? throw Refusal.NotFound($"There is no official template '{templateId}'.");
        var agent = agentTable.Add(
            orgId, new() { Name = name ?? template.Name, Description = template.Description, StablePreamble = template.StablePreamble });
        return AgentJson.Whole(agent, ComputerConfigService.WithoutComputer);
    }

    private async Task UploadAsync(HttpContext context, AgentCall call) =>
        await context.WriteJsonAsync(profiles.SetAvatar(call.Agent, await AvatarBody.ReadAsync(context).ConfigureAwait(false)).ToJson()).ConfigureAwait(false);
}
