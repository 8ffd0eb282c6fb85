using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Suggestions;

public sealed class SuggestionsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields = ["id", "org_id", "agent_id", "content", "dismissed", "created_at", "updated_at"];

    [Fact]
    public async Task A_suggestion_is_made_dismissed_and_taken_back()
    {
        var agentId = await backend.CreateBareAgentAsync();
        var path = $"/api/agents/{agentId}/suggestions";

        var made = await backend.PostAsync(path, """{"content":"Be brief."}""");
        var dismissed = await PutAsync(path, made.Text("id"), "true");
        var back = await PutAsync(path, made.Text("id").ToUpperInvariant(), "false");

        made.Status.Should().Be(201, made.Body);
        made.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        made.Text("agent_id").Should().Be(agentId);
        (made.Text("content"), made.Json.GetProperty("dismissed").GetBoolean()).Should().Be(("Be brief.", false));
        (dismissed.Status, dismissed.Json.GetProperty("dismissed").GetBoolean()).Should().Be((200, true));
        (back.Status, back.Json.GetProperty("dismissed").GetBoolean()).Should().Be((200, false));
    }

    [Fact]
    public async Task A_list_has_the_agents_own_suggestions_in_the_order_in_which_they_were_made()
    {
        var (mine, other) = (await backend.CreateBareAgentAsync(), await backend.CreateBareAgentAsync());
        await backend.PostAsync($"/api/agents/{other}/suggestions", """{"content":"other"}""");
        var made = new[]
        {
            await backend.PostAsync($"/api/agents/{mine}/suggestions", """{"content":"first"}"""),
            await backend.PostAsync($"/api/agents/{mine}/suggestions", """{"content":"second"}"""),
        };

        var list = await backend.GetAsync($"/api/agents/{mine}/suggestions");

        list.Body.Should().Be($"[{made[0].Body},{made[1].Body}]");
    }

    [Fact]
    public async Task A_suggestion_of_another_agent_is_not_found()
    {
        var (mine, other) = (await backend.CreateBareAgentAsync(), await backend.CreateBareAgentAsync());
        var made = await backend.PostAsync($"/api/agents/{other}/suggestions", """{"content":"other"}""");

        var answer = await PutAsync($"/api/agents/{mine}/suggestions", made.Text("id"), "true");

        answer.ShouldBeRefused(404, "NOT_FOUND");
        (await backend.GetAsync($"/api/agents/{other}/suggestions")).Body.Should().Be($"[{made.Body}]");
    }

    [Theory]
    [InlineData("POST", "{}", "INVALID_CONTENT")]
    [InlineData("POST", """{"content":" "}""", "INVALID_CONTENT")]
    [InlineData("PUT", """{"dismissed":true}""", "INVALID_SUGGESTION_ID")]
    [InlineData("PUT", """{"suggestionId":"x","dismissed":true}""", "INVALID_SUGGESTION_ID")]
    [InlineData("PUT", """{"suggestionId":"6e1cf2a4-0000-4000-8000-000000000000"}""", "INVALID_DISMISSED")]
    public async Task A_wrong_field_is_refused_with_its_code(string method, string body, string code)
    {
        var agentId = await backend.CreateBareAgentAsync();

        var answer = await TestBackend.SendAsync(backend.Client, new(method), $"/api/agents/{agentId}/suggestions", body);

        answer.ShouldBeRefused(400, code);
        (await backend.GetAsync($"/api/agents/{agentId}/suggestions")).Body.Should().Be("[]");
    }

    [Fact]
    public async Task The_suggestions_go_with_their_agent()
    {
        var agentId = await backend.CreateBareAgentAsync();
        await backend.PostAsync($"/api/agents/{agentId}/suggestions", """{"content":"Be brief."}""");

        var deleted = await backend.DeleteAsync("/api/agents/" + agentId);

        deleted.Status.Should().Be(204, deleted.Body);
        (await backend.GetAsync($"/api/agents/{agentId}/suggestions")).ShouldBeRefused(404, "NOT_FOUND");
    }

    private Task<HttpAnswer> PutAsync(string path, string id, string dismissed) =>
        TestBackend.SendAsync(backend.Client, HttpMethod.Put, path, $$"""{"suggestionId":"{{id}}","dismissed":{{dismissed}}}""");
}
