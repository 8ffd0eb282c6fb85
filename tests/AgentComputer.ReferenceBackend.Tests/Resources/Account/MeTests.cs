using System.Text.Json;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Account;

public sealed class MeTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_key_learns_whose_it_is_and_nothing_of_itself_that_is_secret()
    {
        var answer = await backend.GetAsync("/v1/me");

        answer.Status.Should().Be(200, answer.Body);
        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal(
            "id", "clerk_user_id", "primary_email", "display_name", "auth_method", "clerk_api_key_id", "active_org_id", "active_org_role", "active_org_slug", "computer_plan");
        answer.Text("auth_method").Should().Be("api_key");
        answer.Text("active_org_id").Should().Be(backend.Backend.WorkspaceId);
        answer.Text("clerk_api_key_id").Should().StartWith("apikey_");
        answer.Body.Should().NotContain(backend.Backend.ApiKey);
        answer.Of("computer_plan").EnumerateObject().Select(field => field.Name).Should().Equal(
            "feature_id", "access_status", "access_message", "credit_balance", "low_balance", "auto_reload", "resource_limits");
        JsonElement.DeepEquals(
            answer.Of("computer_plan", "auto_reload"),
            JsonElement.Parse("""{"enabled":false,"balance_threshold_cents":0,"reload_amount_cents":0,"monthly_spend_limit_cents":0,"monthly_reload_limit":0}""")).Should().BeTrue(answer.Body);
    }
}
