using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Marketplace;

public sealed class OfficialMarketplaceTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string All = "/api/marketplace/official";
    private const string Use = All + "/use";

    [Fact]
    public async Task The_official_templates_are_listed()
    {
        var list = await backend.GetAsync(All);

        list.Status.Should().Be(200, list.Body);
        var templates = list.Json.EnumerateArray().ToList();
        templates.Should().NotBeEmpty().And.AllSatisfy(template =>
        {
            template.EnumerateObject().Select(field => field.Name).Should().Equal("id", "name", "description", "category");
            Guid.TryParseExact(template.GetProperty("id").GetString(), "D", out _).Should().BeTrue();
        });
        templates.Select(template => template.GetProperty("id").GetString()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task Every_template_becomes_an_agent_of_the_caller()
    {
        var caller = backend.StrangerOf();
        foreach (var template in (await backend.GetAsync(All)).Json.EnumerateArray())
        {
            var agent = await TestBackend.SendAsync(caller, HttpMethod.Post, Use, $$"""{"templateId":"{{template.GetProperty("id").GetString()}}"}""");

            agent.Status.Should().Be(201, agent.Body);
            new[] { agent.Text("name"), agent.Text("description") }.Should().Equal(template.GetProperty("name").GetString(), template.GetProperty("description").GetString());
            agent.Text("stable_preamble").Should().NotBeEmpty();
            agent.Text("org_id").Should().NotBe(backend.Backend.OrgId);
            (await TestBackend.SendAsync(caller, HttpMethod.Get, "/api/agents/" + agent.Text("id"))).Body.Should().Be(agent.Body);
        }
    }

    [Fact]
    public async Task An_agent_may_have_a_name_of_its_own()
    {
        var id = (await backend.GetAsync(All)).Json[0].GetProperty("id").GetString()!;

        var agent = await backend.PostAsync(Use, $$"""{"templateId":"{{id.ToUpperInvariant()}}","name":"Ada"}""");

        agent.Text("name").Should().Be("Ada");
    }

    [Theory]
    [InlineData("{}", 400, "INVALID_TEMPLATE_ID")]
    [InlineData("""{"templateId":"support"}""", 400, "INVALID_TEMPLATE_ID")]
    [InlineData("""{"templateId":"6e1cf2a4-0000-4000-8000-000000000000"}""", 404, "NOT_FOUND")]
    [InlineData("""{"templateId":"6e1cf2a4-0000-4000-8000-000000000000","name":" "}""", 400, "INVALID_NAME")]
    public async Task A_wrong_field_is_refused_with_its_code(string body, int status, string code) =>
        (await backend.PostAsync(Use, body)).ShouldBeRefused(status, code);
}
