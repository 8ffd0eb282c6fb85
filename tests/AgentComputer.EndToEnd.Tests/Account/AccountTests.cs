using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Account;

public sealed class AccountTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task The_account_names_its_workspace_and_an_active_plan()
    {
        var me = await real.Client.GetMeAsync(Limit.Token);

        me.ActiveOrgId.Should().Be(real.Backend.WorkspaceId);
        me.ComputerPlan!.AccessStatus.Should().Be(PlanAccess.Active);
    }

    [Fact]
    public async Task Billing_preferences_are_kept()
    {
        var set = await real.Client.UpdateBillingPreferencesAsync(
            new() { AutoReloadEnabled = true, BalanceThresholdCents = 500, ReloadAmountCents = 2_000, MonthlySpendLimitCents = 10_000 }, Limit.Token);

        set.ReloadAmountCents.Should().Be(2_000);
        var kept = (await real.Client.GetMeAsync(Limit.Token)).ComputerPlan!.AutoReload!;
        (kept.Enabled, kept.BalanceThresholdCents, kept.ReloadAmountCents, kept.MonthlySpendLimitCents).Should().Be((true, 500, 2_000, 10_000));
    }

    [Fact]
    public async Task Usage_counts_the_time_of_a_computer_that_runs_and_the_bytes_of_its_files()
    {
        var computer = await real.CreateAsync();
        await real.Client.WriteFileAsync(computer.Id, "big", new byte[100_000], cancellationToken: Limit.Token);

        await Eventually.HoldsAsync(
            async () => await real.Client.GetUsageAsync(Limit.Token) is { RuntimeSeconds: > 0, StorageBytes: >= 100_000 }, "the account's usage grows");
        await Eventually.HoldsAsync(
            async () => await real.Client.GetComputerUsageAsync(computer.Id, Limit.Token) is { RuntimeSeconds: > 0, HotStorageBytes: >= 100_000 },
            "the computer's usage grows");
    }

    [Fact]
    public async Task A_key_of_nobody_is_refused()
    {
        using var stranger = real.Backend.CreateClient(options => options.ApiKey = "ak_nobody");

        var act = () => stranger.GetMeAsync(Limit.Token);

        await act.Should().ThrowAsync<AgentComputerAuthenticationException>();
    }
}
