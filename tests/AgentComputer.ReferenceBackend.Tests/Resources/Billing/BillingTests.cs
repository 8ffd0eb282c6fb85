using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Billing;

public sealed class BillingTests
{
    private const string Path = "/v1/billing/preferences";

    [Fact]
    public async Task Preferences_are_kept_for_the_workspace_and_shown_with_the_plan()
    {
        await using var backend = await TestBackend.StartAsync();

        var answer = await backend.PatchAsync(
            Path, """{"auto_reload_enabled":true,"balance_threshold_cents":500,"reload_amount_cents":2000,"monthly_spend_limit_cents":10000}""");

        answer.Status.Should().Be(200, answer.Body);
        const string Shown = """{"enabled":true,"balance_threshold_cents":500,"reload_amount_cents":2000,"monthly_spend_limit_cents":10000,"monthly_reload_limit":5}""";
        JsonElement.DeepEquals(answer.Json, JsonElement.Parse($$"""{"auto_reload":{{Shown}}}""")).Should().BeTrue(answer.Body);
        var me = await backend.GetAsync("/v1/me");
        JsonElement.DeepEquals(me.Of("computer_plan", "auto_reload"), JsonElement.Parse(Shown)).Should().BeTrue(me.Body);
        (await TestBackend.SendAsync(backend.StrangerOf("org_other"), HttpMethod.Get, "/v1/me")).Of("computer_plan", "auto_reload", "enabled").GetBoolean().Should().BeFalse();
    }

    [Theory]
    [InlineData("auto_reload_enabled")]
    [InlineData("balance_threshold_cents")]
    [InlineData("reload_amount_cents")]
    [InlineData("monthly_spend_limit_cents")]
    public async Task Each_of_the_four_fields_is_required_and_nothing_is_stored_without_it(string field)
    {
        await using var backend = await TestBackend.StartAsync();
        var body = """{"auto_reload_enabled":true,"balance_threshold_cents":1,"reload_amount_cents":1,"monthly_spend_limit_cents":1}""".Replace($"\"{field}\"", "\"other\"");

        (await backend.PatchAsync(Path, body)).ShouldBeRefused(400, "invalid_request", field);
        (await backend.GetAsync("/v1/me")).Of("computer_plan", "auto_reload", "enabled").GetBoolean().Should().BeFalse();
    }
}
