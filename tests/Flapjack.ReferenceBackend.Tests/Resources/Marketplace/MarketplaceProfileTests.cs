using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Marketplace;

public sealed class MarketplaceProfileTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] Fields = ["agent_id", "org_id", "handle", "avatar", "capabilities", "readiness_score", "created_at", "updated_at"];

    [Fact]
    public async Task A_profile_is_made_by_its_first_PUT_and_read()
    {
        var agentId = await backend.CreateBareAgentAsync();
        var path = PathOf(agentId);

        var none = await backend.GetAsync(path);
        var made = await PutAsync(path, """{"handle":"made-by-put","capabilities":["code"]}""");

        none.ShouldBeRefused(404, "NOT_FOUND");
        made.Status.Should().Be(200, made.Body);
        made.Json.EnumerateObject().Select(field => field.Name).Should().Equal(Fields);
        made.Text("agent_id").Should().Be(agentId);
        made.Body.Should().Contain("\"handle\":\"made-by-put\",\"avatar\":null,\"capabilities\":[\"code\"]");
        (await backend.GetAsync(path)).Body.Should().Be(made.Body);
    }

    [Fact]
    public async Task What_is_not_sent_stays_and_what_is_null_is_emptied()
    {
        var path = PathOf(await backend.CreateBareAgentAsync());
        await PutAsync(path, """{"handle":"stays","capabilities":["code"]}""");

        var emptied = await PutAsync(path, """{"capabilities":null}""");
        var same = await PutAsync(path, "{}");

        new[] { emptied, same }.Should().AllSatisfy(answer => answer.Body.Should().Contain("\"handle\":\"stays\",\"avatar\":null,\"capabilities\":[]"));
    }

    [Theory]
    [InlineData("{}", 0)]
    [InlineData("""{"capabilities":["code"]}""", 33)]
    [InlineData("""{"handle":"two-of-three","capabilities":["code"]}""", 66)]
    public async Task The_readiness_score_counts_what_is_there(string body, int score)
    {
        var made = await PutAsync(PathOf(await backend.CreateBareAgentAsync()), body);

        made.Json.GetProperty("readiness_score").GetInt32().Should().Be(score);
    }

    [Fact]
    public async Task A_handle_has_one_agent()
    {
        var (mine, other) = (PathOf(await backend.CreateBareAgentAsync()), PathOf(await backend.CreateBareAgentAsync()));
        await PutAsync(mine, """{"handle":"wanted"}""");

        var refused = await PutAsync(other, """{"handle":"wanted"}""");
        var again = await PutAsync(mine, """{"handle":"wanted"}""");
        await backend.DeleteAsync(mine);
        var free = await PutAsync(other, """{"handle":"wanted"}""");

        refused.ShouldBeRefused(422, "HANDLE_TAKEN");
        (again.Status, free.Status).Should().Be((200, 200));
    }

    [Fact]
    public async Task Another_organization_can_have_the_same_handle_so_no_refusal_tells_of_it()
    {
        var stranger = backend.StrangerOf();
        var theirs = (await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/agents", """{"name":"Theirs"}""")).Text("id");
        var mine = PathOf(await backend.CreateBareAgentAsync());

        var first = await TestBackend.SendAsync(stranger, HttpMethod.Put, PathOf(theirs), """{"handle":"in-both"}""");
        var second = await PutAsync(mine, """{"handle":"in-both"}""");

        (first.Status, second.Status).Should().Be((200, 200), first.Body + second.Body);
    }

    [Fact]
    public async Task Of_many_agents_that_ask_for_a_handle_at_once_one_gets_it()
    {
        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => PathOf(await backend.CreateBareAgentAsync())));

        var answers = await Task.WhenAll(paths.Select(path => PutAsync(path, """{"handle":"for-one-only"}""")));

        answers.Select(answer => answer.Status).Order().Should().Equal(200, 422, 422, 422, 422, 422, 422, 422);
    }

    [Fact]
    public async Task A_refused_handle_makes_no_profile()
    {
        var (mine, other) = (PathOf(await backend.CreateBareAgentAsync()), PathOf(await backend.CreateBareAgentAsync()));
        await PutAsync(mine, """{"handle":"refused"}""");

        (await PutAsync(other, """{"handle":"refused"}""")).Status.Should().Be(422);

        (await backend.GetAsync(other)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_deleted_profile_is_gone_and_its_agent_stays()
    {
        var agentId = await backend.CreateBareAgentAsync();
        await PutAsync(PathOf(agentId), """{"handle":"goes"}""");

        var deleted = await backend.DeleteAsync(PathOf(agentId));

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        (await backend.GetAsync(PathOf(agentId))).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.DeleteAsync(PathOf(agentId))).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.GetAsync("/api/agents/" + agentId)).Status.Should().Be(200);
    }

    [Theory]
    [InlineData("""{"handle":"ab"}""", "INVALID_HANDLE")]
    [InlineData("""{"handle":"-ada"}""", "INVALID_HANDLE")]
    [InlineData("""{"handle":"Ada"}""", "INVALID_HANDLE")]
    [InlineData("""{"handle":7}""", "INVALID_HANDLE")]
    [InlineData("""{"capabilities":"code"}""", "INVALID_CAPABILITIES")]
    [InlineData("""{"capabilities":[7]}""", "INVALID_CAPABILITIES")]
    [InlineData("""{"capabilities":[" "]}""", "INVALID_CAPABILITIES")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string body, string code)
    {
        var path = PathOf(await backend.CreateBareAgentAsync());
        var before = await PutAsync(path, """{"capabilities":["code"]}""");

        (await PutAsync(path, body)).ShouldBeRefused(400, code);

        (await backend.GetAsync(path)).Body.Should().Be(before.Body);
    }

    private static string PathOf(string agentId) => $"/api/agents/{agentId}/marketplace";

    private Task<HttpAnswer> PutAsync(string path, string body) => TestBackend.SendAsync(backend.Client, HttpMethod.Put, path, body);
}
