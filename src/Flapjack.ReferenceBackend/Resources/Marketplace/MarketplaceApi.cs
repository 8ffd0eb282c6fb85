using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Json;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Marketplace;

/// <summary>How agents are listed in the marketplace, and the official templates from which agents are made.</summary>
internal sealed class MarketplaceApi(AgentRoutes agentRoutes, MarketplaceProfiles profiles) : IResource
{
    private const string Profile = "/api/agents/{agentId}/marketplace";

    public void Map(Routes routes)
    {
        var agents = agentRoutes.Of(routes.AnyKey());
        agents.Get(Profile, call => profiles.Find(call.Agent).ToJson());
        agents.Put(Profile, MarketplaceBody.Put, (call, fields) => profiles.Change(call.Agent, fields).ToJson());
        agents.Delete(Profile, call => profiles.Remove(call.Agent));
        agents.Map(HttpMethods.Post, Profile + "/avatar", UploadAsync);

        var all = routes.AnyKey();
        all.Get("/api/marketplace/official", _ => OfficialCatalog.All.Select(template => new { template.Id, template.Name, template.Description, template.Category }));
    }

    private async Task UploadAsync(HttpContext context, AgentCall call) =>
        await context.WriteJsonAsync(profiles.SetAvatar(call.Agent, await AvatarBody.ReadAsync(context).ConfigureAwait(false)).ToJson()).ConfigureAwait(false);
}
