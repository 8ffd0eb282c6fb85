using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Billing;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Billing;

/// <summary>Keeps what a workspace prefers about its bills. GET /v1/me shows it.</summary>
internal sealed class BillingApi(BillingTable billing) : IResource
{
    public void Map(Routes routes) => routes.AnyKey().Patch("/v1/billing/preferences", BillingBody.Preferences, (call, preferences) =>
    {
        billing.Set(call.OrgId, preferences);
        return new JsonObject { ["auto_reload"] = preferences.ToJson() };
    });
}
