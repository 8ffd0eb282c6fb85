using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Billing;
using AgentComputer.ReferenceBackend.Computers;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Account;

/// <summary>Tells a caller who calls. A local backend has one user, to whom every key belongs, and no bills.</summary>
internal sealed class MeApi(BillingTable billing) : IResource
{
    private const string User = "user_local";

    public void Map(Routes routes) => routes.AnyKey().Get("/v1/me", call => new JsonObject
    {
        ["id"] = User,
        ["clerk_user_id"] = User,
        ["primary_email"] = "local@example.invalid",
        ["display_name"] = "Local user",
        ["auth_method"] = call.Caller.Kind,
        ["clerk_api_key_id"] = call.Caller.Id,
        ["active_org_id"] = call.OrgId,
        ["active_org_role"] = "owner",
        ["active_org_slug"] = call.OrgId,
        ["computer_plan"] = new JsonObject
        {
            ["feature_id"] = "local",
            ["access_status"] = "active",
            ["access_message"] = null,
            ["credit_balance"] = 0,
            ["low_balance"] = false,
            ["auto_reload"] = billing.Find(call.OrgId).ToJson(),
            ["resource_limits"] = ComputerSizes.LimitsToJson(),
        },
    });
}
