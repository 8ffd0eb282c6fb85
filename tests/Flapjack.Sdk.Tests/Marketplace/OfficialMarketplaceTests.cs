using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Marketplace;

public sealed class OfficialMarketplaceTests : WireTest
{
    private const string All = "/api/marketplace/official";
    private const string Use = All + "/use";

    [Fact]
    public async Task Templates_are_listed()
    {
        Wire.Answers(All, """[{"id":"t1","name":"Support","description":"Answers customers.","category":"support"},{}]""");

        var templates = await Client.ListOfficialAgentTemplatesAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", All));
        (templates[0].Id, templates[0].Name, templates[0].Description).Should().Be(("t1", "Support", "Answers customers."));
        templates[0].AdditionalProperties!["category"].GetString().Should().Be("support");
        (templates[1].Id, templates[1].Name, templates[1].Description).Should().Be(("", null, null));
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_and_not_the_list()
    {
        Wire.Answers(All, """[{"id":"t1","name":["Support"]},"odd",{"id":"t2"}]""");

        var templates = await Client.ListOfficialAgentTemplatesAsync().Soon();

        templates.Select(template => template.Id).Should().Equal("t1", "t2");
        templates[0].AdditionalProperties!["name"][0].GetString().Should().Be("Support");
    }

    [Fact]
    public async Task A_template_becomes_an_agent()
    {
        Wire.Answers(Use, new Answer(201, """{"id":"a1","org_id":"o1","name":"Support"}"""));

        var agent = await Client.UseOfficialAgentTemplateAsync(JsonElement.Parse("""{"templateId":"t1"}""")).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("POST", Use, """{"templateId":"t1"}"""));
        (agent.Id, agent.OrgId, agent.Name).Should().Be(("a1", "o1", "Support"));
    }

    [Fact]
    public async Task An_unknown_template_is_not_found()
    {
        Wire.Answers(Use, new Answer(404, """{"error":"NOT_FOUND","detail":"no such template"}"""));

        var use = () => Client.UseOfficialAgentTemplateAsync(JsonElement.Parse("""{"templateId":"t1"}""")).Soon();

        (await use.Should().ThrowAsync<FlapjackNotFoundException>()).Which.Detail.Should().Be("no such template");
    }

    [Fact]
    public void A_body_that_is_no_JSON_is_refused_at_the_call()
    {
        Action use = () => Client.UseOfficialAgentTemplateAsync(default);

        use.Should().Throw<ArgumentException>().WithParameterName("request");
        Wire.Requests.Should().BeEmpty();
    }
}
