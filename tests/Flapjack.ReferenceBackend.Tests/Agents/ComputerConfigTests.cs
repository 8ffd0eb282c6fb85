using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.Sdk;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Agents;

public sealed class ComputerConfigTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string AsCreated = """{"enabled":true,"provider":"heyvm","mode":"persistent","scope":"agent","sizeClass":"medium"}""";

    [Theory]
    [InlineData("""{"template":"blank"}""", "medium")]
    [InlineData("""{"template":"blank","sizeClass":"small"}""", "small")]
    [InlineData("""{"template":"blank","sizeClass":"large"}""", "large")]
    public async Task An_agent_from_a_template_has_a_lasting_computer_of_its_size(string body, string size)
    {
        var agent = await backend.CreateAgentAsync(body);

        var answer = await backend.GetAsync(PathOf(agent));

        answer.Status.Should().Be(200);
        answer.ContentType.Should().Be("application/json; charset=utf-8");
        answer.Body.Should().Be(AsCreated.Replace("medium", size, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"sizeClass":"large"}""", """{"enabled":true,"provider":"heyvm","mode":"persistent","scope":"agent","sizeClass":"large"}""")]
    [InlineData("""{"enabled":false}""", """{"enabled":false,"provider":"heyvm","mode":"persistent","scope":"agent","sizeClass":"medium"}""")]
    [InlineData("""{"provider":"vercel","mode":"ephemeral","scope":"thread"}""", """{"enabled":true,"provider":"vercel","mode":"ephemeral","scope":"thread","sizeClass":"medium"}""")]
    [InlineData("""{"mode":"custom"}""", """{"enabled":true,"provider":"heyvm","mode":"custom","scope":"agent","sizeClass":"medium"}""")]
    [InlineData("""{"enabled":null,"provider":null,"mode":null,"scope":null,"sizeClass":null,"unknown":{"a":1}}""", AsCreated)]
    [InlineData("{}", AsCreated)]
    public async Task An_update_changes_what_it_names_and_answers_what_holds_now(string update, string config)
    {
        var agent = await backend.CreateAgentAsync();

        var answer = await PutAsync(agent, update);

        answer.Status.Should().Be(200, answer.Body);
        answer.Body.Should().Be(config);
        (await backend.GetAsync(PathOf(agent))).Body.Should().Be(config);
    }

    [Fact]
    public async Task One_update_builds_on_the_other()
    {
        var agent = await backend.CreateAgentAsync();
        await PutAsync(agent, """{"mode":"ephemeral"}""");

        var answer = await PutAsync(agent, """{"provider":"tensorlake"}""");

        answer.Body.Should().Be("""{"enabled":true,"provider":"tensorlake","mode":"ephemeral","scope":"agent","sizeClass":"medium"}""");
    }

    [Theory]
    [InlineData("""{"enabled":"yes"}""", "enabled")]
    [InlineData("""{"enabled":1}""", "enabled")]
    [InlineData("""{"provider":"moon"}""", "provider")]
    [InlineData("""{"provider":""}""", "provider")]
    [InlineData("""{"provider":["heyvm"]}""", "provider")]
    [InlineData("""{"mode":"Persistent"}""", "mode")]
    [InlineData("""{"mode":"\ud800"}""", "mode")]
    [InlineData("""{"scope":"planet"}""", "scope")]
    [InlineData("""{"sizeClass":"huge"}""", "sizeClass")]
    [InlineData("""{"provider":"vercel"}""", "mode")]
    [InlineData("""{"provider":"tensorlake","mode":"custom"}""", "mode")]
    public async Task An_update_that_is_wrong_names_the_field_and_changes_nothing(string update, string field)
    {
        var agent = await backend.CreateAgentAsync();

        var answer = await PutAsync(agent, update);

        answer.ShouldBeRefused(400, "INVALID_COMPUTER_CONFIG");
        answer.Text("detail").Should().StartWith(field + " ");
        (await backend.GetAsync(PathOf(agent))).Body.Should().Be(AsCreated);
    }

    [Theory]
    [InlineData("", "INVALID_JSON")]
    [InlineData("{", "INVALID_JSON")]
    [InlineData("[]", "INVALID_BODY")]
    [InlineData("null", "INVALID_BODY")]
    public async Task A_body_that_is_no_object_is_refused(string body, string code)
    {
        var agent = await backend.CreateAgentAsync();

        var answer = await PutAsync(agent, body);

        answer.ShouldBeRefused(400, code);
    }

    [Fact]
    public async Task A_configuration_goes_away_with_its_agent()
    {
        var agent = await backend.CreateAgentAsync();
        await PutAsync(agent, """{"enabled":false}""");
        await backend.DeleteAsync($"/api/agents/{agent}");

        (await backend.GetAsync(PathOf(agent))).ShouldBeRefused(404, "NOT_FOUND");
        (await PutAsync(agent, """{"enabled":true}""")).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public void Its_row_goes_away_too()
    {
        using var store = Store.InMemory(BackendSchema.All);
        var configs = new ComputerConfigStore(store);
        store.Write(db => new Organizations(store, TimeProvider.System).Ensure(db, "org"));
        store.Write(db => AgentStore.AddOrFind(db, new("a1", "org", "An agent", null, null), DateTimeOffset.UnixEpoch));
        var config = new ComputerConfig
        {
            Enabled = true,
            Provider = ComputerProvider.Heyvm,
            Mode = ComputerMode.Persistent,
            Scope = ComputerScope.Agent,
            SizeClass = ComputerSizeClass.Small,
        };
        configs.Change("a1", _ => config).Should().Be(config);
        configs.Find("a1").Should().Be(config);

        store.Write(db => AgentStore.Remove(db, "a1"));

        configs.Find("a1").Should().BeNull();
        configs.Change("a1", _ => config).Should().BeNull("there is no agent for it");
    }

    [Fact]
    public async Task Updates_at_once_lose_nothing()
    {
        var agent = await backend.CreateAgentAsync();
        string[] updates = ["""{"enabled":false}""", """{"mode":"custom"}""", """{"scope":"thread"}""", """{"sizeClass":"small"}"""];

        await Task.WhenAll(updates.Select(update => PutAsync(agent, update)));

        (await backend.GetAsync(PathOf(agent))).Body.Should().Be("""{"enabled":false,"provider":"heyvm","mode":"custom","scope":"thread","sizeClass":"small"}""");
    }

    [Fact]
    public async Task The_instances_are_the_one_local_computer()
    {
        var agent = await backend.CreateReadyAgentAsync("""{"template":"blank","sizeClass":"small"}""");
        var computer = (await backend.GetAsync($"/api/agents/{agent}/computer/status")).Json.GetProperty("computer");

        var answer = await backend.GetAsync($"/api/agents/{agent}/computer-instances");

        answer.Status.Should().Be(200);
        answer.Body.Should().Be($$"""
            [{
            "id":"{{computer.GetProperty("id")}}",
            "agentId":"{{agent}}",
            "provider":"local",
            "status":"ready",
            "sizeClass":"small",
            "bootstrapRunId":"{{computer.GetProperty("bootstrapRunId")}}",
            "lastUsedAt":null
            }]
            """.OnOneLine());
    }

    private static string PathOf(string agent) => $"/api/agents/{agent}/computer";

    private Task<HttpAnswer> PutAsync(string agent, string body) => TestBackend.SendAsync(backend.Client, HttpMethod.Put, PathOf(agent), body);
}
