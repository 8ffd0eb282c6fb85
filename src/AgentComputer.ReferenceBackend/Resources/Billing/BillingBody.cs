using AgentComputer.ReferenceBackend.Billing;
using Shared.Hosting.Bodies;

namespace AgentComputer.ReferenceBackend.Resources.Billing;

/// <summary>Reads the preferences. All four fields are required.</summary>
internal static class BillingBody
{
    private const string Invalid = "invalid_request";
    private const long Most = 100_000_000;

    public static AutoReload Preferences(BodyReader body) => new(
        body.RequiredFlag("auto_reload_enabled", Invalid),
        Cents(body, "balance_threshold_cents"),
        Cents(body, "reload_amount_cents"),
        Cents(body, "monthly_spend_limit_cents"));

    private static long Cents(BodyReader body, string name) => body.RequiredWholeNumber(name, Invalid, 0, Most);
}
