using AgentComputer.Sdk.Tests.Wire;

namespace AgentComputer.Sdk.Tests.Account;

public sealed class AccountTests : WireTest
{
    [Fact]
    public async Task The_user_of_the_key_is_read_bare_with_the_plan()
    {
        Wire.Answers("/v1/me", """
            {"id":"u1","clerk_user_id":"user_9","primary_email":"a@b.c","display_name":"Ann","auth_method":"api_key","clerk_api_key_id":"ak1","active_org_id":"org_1",
             "active_org_role":"admin","active_org_slug":"acme","computer_plan":{"feature_id":"computers","access_status":"active","access_message":null,"credit_balance":12.5,
             "low_balance":true,"auto_reload":{"enabled":true,"balance_threshold_cents":500,"reload_amount_cents":2000,"monthly_spend_limit_cents":10000,"monthly_reload_limit":5},
             "resource_limits":{"min_memory_mib":2048,"max_memory_mib":65536,"memory_step_mib":1024,"min_storage_bytes":5368709120,"max_storage_bytes":268435456000,
             "storage_step_bytes":1073741824,"default_vcpus":2,"gpus":1}},"locale":"de"}
            """);

        var me = await Client.GetMeAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Header("Authorization")).Should().Be(("GET", "/v1/me", $"Bearer {TestClient.Key}"));
        (me.Id, me.ClerkUserId, me.PrimaryEmail, me.DisplayName, me.AuthMethod, me.ClerkApiKeyId).Should().Be(("u1", "user_9", "a@b.c", "Ann", "api_key", "ak1"));
        (me.ActiveOrgId, me.ActiveOrgRole, me.ActiveOrgSlug).Should().Be(("org_1", "admin", "acme"));
        var plan = me.ComputerPlan!;
        (plan.FeatureId, plan.AccessStatus, plan.AccessMessage, plan.CreditBalance, plan.LowBalance).Should().Be(("computers", PlanAccess.Active, null, 12.5m, true));
        plan.AutoReload.Should().BeEquivalentTo(new { Enabled = true, BalanceThresholdCents = 500L, ReloadAmountCents = 2000L, MonthlySpendLimitCents = 10_000L, MonthlyReloadLimit = 5.0 });
        plan.ResourceLimits.Should().BeEquivalentTo(new
        {
            MinMemoryMib = 2048,
            MaxMemoryMib = 65_536,
            MemoryStepMib = 1024,
            MinStorageBytes = 5_368_709_120L,
            MaxStorageBytes = 268_435_456_000L,
            StorageStepBytes = 1_073_741_824L,
            DefaultVcpus = 2,
        });
        me.AdditionalProperties!["locale"].GetString().Should().Be("de");
        plan.ResourceLimits!.AdditionalProperties!["gpus"].GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task An_odd_field_of_the_plan_costs_that_field()
    {
        Wire.Answers("/v1/me", """{"id":"u1","computer_plan":{"credit_balance":"much","access_status":7,"feature_id":"f"}}""");

        var plan = (await Client.GetMeAsync().Soon()).ComputerPlan!;

        (plan.FeatureId, plan.CreditBalance, plan.AccessStatus).Should().Be(("f", null, default(PlanAccess)));
        plan.AdditionalProperties!["credit_balance"].GetString().Should().Be("much");
    }

    [Fact]
    public async Task The_usage_is_taken_out_of_its_wrapper()
    {
        Wire.Answers("/v1/usage", """{"usage":{"runtime_seconds":3600.5,"storage_bytes":5368709120,"snapshot_storage_bytes":7,"updated_at":"2026-05-01T10:00:00Z","egress":1}}""");

        var usage = await Client.GetUsageAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", "/v1/usage"));
        (usage.RuntimeSeconds, usage.StorageBytes, usage.SnapshotStorageBytes, usage.UpdatedAt).Should().Be((3600.5, 5_368_709_120, 7, new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero)));
        usage.AdditionalProperties.Should().ContainKey("egress");
    }

    [Fact]
    public async Task The_billing_preferences_are_sent_all_together()
    {
        Wire.Answers("/v1/billing/preferences", """{"auto_reload":{"enabled":false,"balance_threshold_cents":1,"last_sync_error":"card declined"}}""");

        var preferences = await Client.UpdateBillingPreferencesAsync(new()
        {
            AutoReloadEnabled = false,
            BalanceThresholdCents = 1,
            ReloadAmountCents = 2,
            MonthlySpendLimitCents = 3,
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("PATCH", "/v1/billing/preferences", """{"auto_reload_enabled":false,"balance_threshold_cents":1,"reload_amount_cents":2,"monthly_spend_limit_cents":3}"""));
        Wire.Request.Header("Content-Type").Should().Be("application/json");
        (preferences.Enabled, preferences.BalanceThresholdCents, preferences.ReloadAmountCents, preferences.LastSyncError).Should().Be((false, 1, 0, "card declined"));
    }
}
