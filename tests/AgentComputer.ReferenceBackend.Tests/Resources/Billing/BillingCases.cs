using AgentComputer.ReferenceBackend.Tests.Resources.Every;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Billing;

internal sealed class BillingCases : IResourceCases
{
    public IEnumerable<WriteCase> Writes =>
    [
        new("PATCH /v1/billing/preferences", """{"auto_reload_enabled":true,"balance_threshold_cents":500,"reload_amount_cents":2000,"monthly_spend_limit_cents":10000}""")
        {
            Read = "GET /v1/me",
            Pick = (read, _) => read.GetProperty("computer_plan").GetProperty("auto_reload"),
            Shown = new Dictionary<string, string?> { ["auto_reload_enabled"] = "\"enabled\":true" },
        },
    ];
}
