using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.AgentConfigs;

/// <summary>The configurations of an agent, except that of its computer.</summary>
public sealed class AgentConfigsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private const string Memory =
        """{"enabled":false,"auto_collect":true,"auto_inject":true,"inject_count":5,"max_memories":1000,"agent_scope":true,"thread_scope":true,"resource_scope":true}""";

    private const string Compaction =
        """{"enabled":false,"anthropic_trigger_tokens":150000,"anthropic_instructions":null,"anthropic_pause_after":false,"openai_compact_threshold":100000}""";

    private const string Credentials = """{"enabled":false,"resolver_url":null,"timeout_ms":5000}""";

    [Theory]
    [InlineData("memory", Memory)]
    [InlineData("compaction", Compaction)]
    [InlineData("credentials", Credentials)]
    [InlineData("scheduled-tasks", """{"enabled":false}""")]
    [InlineData("web", "{}")]
    [InlineData("plan", "{}")]
    [InlineData("multiplayer", "{}")]
    [InlineData("delegated", "{}")]
    public async Task A_new_agent_has_the_defaults(string config, string defaults)
    {
        var answer = await backend.GetAsync(PathOf(await CreateAsync(), config));

        (answer.Status, answer.Body).Should().Be((200, defaults));
    }

    [Fact]
    public async Task A_field_that_is_sent_changes_and_a_field_that_is_not_sent_stays()
    {
        var agent = await CreateAsync();
        await PutAsync(agent, "compaction", """{"enabled":true,"anthropicTriggerTokens":100000,"openaiCompactThreshold":75000}""");

        var answer = await PutAsync(agent, "compaction", """{"anthropicInstructions":"Keep the code.","openaiCompactThreshold":1000}""");

        answer.Body.Should().Be(
            """{"enabled":true,"anthropic_trigger_tokens":100000,"anthropic_instructions":"Keep the code.","anthropic_pause_after":false,"openai_compact_threshold":1000}""");
        (await backend.GetAsync(PathOf(agent, "compaction"))).Body.Should().Be(answer.Body);
        (await PutAsync(agent, "compaction", "{}")).Body.Should().Be(answer.Body);
    }

    [Theory]
    [InlineData("memory", """{"enabled":true,"injectCount":9,"resourceScope":false}""", """{"enabled":null,"injectCount":null,"resourceScope":null}""", Memory)]
    [InlineData("compaction", """{"enabled":true,"anthropicInstructions":"x","anthropicTriggerTokens":50000}""",
        """{"enabled":null,"anthropicInstructions":null,"anthropicTriggerTokens":null}""", Compaction)]
    [InlineData("credentials", """{"enabled":true,"resolverUrl":"https://a.example/","timeoutMs":1}""",
        """{"enabled":null,"resolverUrl":null,"timeoutMs":null}""", Credentials)]
    [InlineData("scheduled-tasks", """{"enabled":true}""", """{"enabled":null}""", """{"enabled":false}""")]
    public async Task A_field_that_is_null_gets_its_default_again(string config, string set, string cleared, string defaults)
    {
        var agent = await CreateAsync();

        (await PutAsync(agent, config, set)).Body.Should().NotBe(defaults);
        var answer = await PutAsync(agent, config, cleared);

        (answer.Status, answer.Body).Should().Be((200, defaults));
    }

    [Fact]
    public async Task Configurations_do_not_mix()
    {
        var (agent, other) = (await CreateAsync(), await CreateAsync());

        await PutAsync(agent, "memory", """{"enabled":true}""");
        await PutAsync(agent, "web", """{"enabled":true}""");

        (await backend.GetAsync(PathOf(agent, "compaction"))).Body.Should().Be(Compaction);
        (await backend.GetAsync(PathOf(agent, "plan"))).Body.Should().Be("{}");
        (await backend.GetAsync(PathOf(other, "memory"))).Body.Should().Be(Memory);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("plan")]
    [InlineData("multiplayer")]
    [InlineData("delegated")]
    public async Task A_configuration_without_documented_fields_is_replaced_as_a_whole_and_read_as_it_was_sent(string config)
    {
        var agent = await CreateAsync();
        const string Sent = """{"enabled":true,"snake_case":{"a":[1,2.50,null]},"camelCase":"ä","none":null}""";
        await PutAsync(agent, config, """{"former":1}""");

        var answer = await PutAsync(agent, config, Sent);

        (answer.Status, answer.Body).Should().Be((200, Sent));
        (await backend.GetAsync(PathOf(agent, config))).Body.Should().Be(Sent);
        (await PutAsync(agent, config, "{}")).Body.Should().Be("{}");
    }

    [Fact]
    public async Task Scheduled_tasks_are_a_field_of_the_agent()
    {
        var agent = await CreateAsync();

        (await PutAsync(agent, "scheduled-tasks", """{"enabled":true}""")).Body.Should().Be("""{"enabled":true}""");

        (await backend.GetAsync("/api/agents/" + agent)).Json.GetProperty("scheduled_tasks_enabled").GetBoolean().Should().BeTrue();
        (await PutAsync(agent, "scheduled-tasks", "{}")).Body.Should().Be("""{"enabled":true}""");
        (await backend.GetAsync(PathOf(agent, "scheduled-tasks"))).Body.Should().Be("""{"enabled":true}""");
    }

    [Theory]
    [InlineData("memory", """{"enabled":1}""", "INVALID_ENABLED", "enabled")]
    [InlineData("memory", """{"autoCollect":"yes"}""", "INVALID_AUTO_COLLECT", "autoCollect")]
    [InlineData("memory", """{"injectCount":-1}""", "INVALID_INJECT_COUNT", "injectCount")]
    [InlineData("memory", """{"maxMemories":1.5}""", "INVALID_MAX_MEMORIES", "maxMemories")]
    [InlineData("memory", """{"threadScope":[]}""", "INVALID_THREAD_SCOPE", "threadScope")]
    [InlineData("compaction", """{"anthropicTriggerTokens":49999}""", "INVALID_ANTHROPIC_TRIGGER_TOKENS", "anthropicTriggerTokens")]
    [InlineData("compaction", """{"openaiCompactThreshold":999}""", "INVALID_OPENAI_COMPACT_THRESHOLD", "openaiCompactThreshold")]
    [InlineData("compaction", """{"anthropicInstructions":7}""", "INVALID_ANTHROPIC_INSTRUCTIONS", "anthropicInstructions")]
    [InlineData("compaction", """{"anthropicPauseAfter":7}""", "INVALID_ANTHROPIC_PAUSE_AFTER", "anthropicPauseAfter")]
    [InlineData("credentials", """{"timeoutMs":0}""", "INVALID_TIMEOUT_MS", "timeoutMs")]
    [InlineData("credentials", """{"resolverUrl":"/keys"}""", "INVALID_RESOLVER_URL", "resolverUrl")]
    [InlineData("credentials", """{"resolverUrl":"app.example.com"}""", "INVALID_RESOLVER_URL", "resolverUrl")]
    [InlineData("credentials", """{"resolverUrl":"ftp://app.example.com/"}""", "INVALID_RESOLVER_URL", "resolverUrl")]
    [InlineData("credentials", """{"resolverUrl":"file:///etc/passwd"}""", "INVALID_RESOLVER_URL", "resolverUrl")]
    [InlineData("credentials", """{"resolverUrl":"https://me:secret@app.example.com/keys"}""", "INVALID_RESOLVER_URL", "resolverUrl")]
    [InlineData("scheduled-tasks", """{"enabled":"true"}""", "INVALID_ENABLED", "enabled")]
    public async Task A_wrong_field_is_refused_with_its_code_and_changes_nothing(string config, string body, string code, string field)
    {
        var agent = await CreateAsync();
        var before = await backend.GetAsync(PathOf(agent, config));

        var answer = await PutAsync(agent, config, body);

        answer.ShouldBeRefused(400, code);
        answer.Text("detail").Should().StartWith(field + " ");
        (await backend.GetAsync(PathOf(agent, config))).Body.Should().Be(before.Body);
    }

    [Theory]
    [InlineData("[]", "INVALID_BODY")]
    [InlineData("""{"a":"\ud800"}""", "INVALID_CONFIG")]
    public async Task A_configuration_without_documented_fields_must_still_be_an_object_of_text(string body, string code)
    {
        var agent = await CreateAsync();

        (await PutAsync(agent, "plan", body)).ShouldBeRefused(400, code);

        (await backend.GetAsync(PathOf(agent, "plan"))).Body.Should().Be("{}");
    }

    [Fact]
    public async Task Changes_at_once_lose_nothing()
    {
        var agent = await CreateAsync();
        string[] changes = ["""{"enabled":true}""", """{"injectCount":1}""", """{"maxMemories":2}""", """{"agentScope":false}"""];

        await Task.WhenAll(changes.Select(change => PutAsync(agent, "memory", change)));

        (await backend.GetAsync(PathOf(agent, "memory"))).Body.Should().Be(
            """{"enabled":true,"auto_collect":true,"auto_inject":true,"inject_count":1,"max_memories":2,"agent_scope":false,"thread_scope":true,"resource_scope":true}""");
    }

    private static string PathOf(string agent, string config) => $"/api/agents/{agent}/{config}";

    private async Task<string> CreateAsync() => (await backend.PostAsync("/api/agents", """{"name":"Ada"}""")).Text("id");

    private Task<HttpAnswer> PutAsync(string agent, string config, string body) =>
        TestBackend.SendAsync(backend.Client, HttpMethod.Put, PathOf(agent, config), body);
}
