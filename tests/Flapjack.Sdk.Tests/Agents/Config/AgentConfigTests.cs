using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Agents.Config;

/// <summary>The configurations of an agent whose fields are documented.</summary>
public sealed class AgentConfigTests : WireTest
{
    private const string Memory = "/api/agents/a1/memory";
    private const string Compaction = "/api/agents/a1/compaction";
    private const string Credentials = "/api/agents/a1/credentials";
    private const string Tasks = "/api/agents/a1/scheduled-tasks";

    [Fact]
    public async Task The_memory_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Memory, """
            {"enabled":true,"auto_collect":false,"auto_inject":true,"inject_count":5,"max_memories":100,"agent_scope":true,"thread_scope":false,"resource_scope":true,"decay":1}
            """);

        var config = await Client.GetMemoryConfigAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Memory));
        (config.Enabled, config.AutoCollect, config.AutoInject, config.InjectCount, config.MaxMemories).Should().Be((true, false, true, 5, 100));
        (config.AgentScope, config.ThreadScope, config.ResourceScope).Should().Be((true, false, true));
        config.AdditionalProperties!["decay"].GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task The_memory_is_changed()
    {
        Wire.Answers(Memory, """{"enabled":true,"inject_count":"7","max_memories":"many"}""");

        var config = await Client.UpdateMemoryConfigAsync("a1", new()
        {
            Enabled = true,
            AutoCollect = false,
            AutoInject = true,
            InjectCount = 7,
            MaxMemories = 100,
            AgentScope = true,
            ThreadScope = false,
            ResourceScope = true,
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", Memory,
            """{"enabled":true,"autoCollect":false,"autoInject":true,"injectCount":7,"maxMemories":100,"agentScope":true,"threadScope":false,"resourceScope":true}"""));
        (config.Enabled, config.InjectCount, config.MaxMemories).Should().Be((true, 7, null));
        config.AdditionalProperties!["max_memories"].GetString().Should().Be("many");
    }

    [Fact]
    public async Task The_compaction_is_read_with_all_of_its_fields()
    {
        Wire.Answers(Compaction, """
            {"enabled":true,"anthropic_trigger_tokens":60000,"anthropic_instructions":"Keep the code.","anthropic_pause_after":true,"openai_compact_threshold":2000,"model":"nano"}
            """);

        var config = await Client.GetCompactionConfigAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Compaction));
        (config.Enabled, config.AnthropicTriggerTokens, config.AnthropicInstructions, config.AnthropicPauseAfter, config.OpenAICompactThreshold)
            .Should().Be((true, 60_000, "Keep the code.", true, 2_000));
        config.AdditionalProperties!["model"].GetString().Should().Be("nano");
    }

    [Fact]
    public async Task The_compaction_is_changed()
    {
        Wire.Answers(Compaction, """{"enabled":true,"anthropic_trigger_tokens":[],"openai_compact_threshold":75000}""");

        var config = await Client.UpdateCompactionConfigAsync("a1", new()
        {
            Enabled = true,
            AnthropicTriggerTokens = 100_000,
            AnthropicInstructions = "Keep the code.",
            AnthropicPauseAfter = false,
            OpenAICompactThreshold = 75_000,
        }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(("PUT", Compaction,
            """{"enabled":true,"anthropicTriggerTokens":100000,"anthropicInstructions":"Keep the code.","anthropicPauseAfter":false,"openaiCompactThreshold":75000}"""));
        (config.AnthropicTriggerTokens, config.OpenAICompactThreshold).Should().Be((null, 75_000));
    }

    [Fact]
    public async Task The_credentials_are_read_with_all_of_their_fields()
    {
        Wire.Answers(Credentials, """{"enabled":true,"resolver_url":"https://app.example.com/keys","timeout_ms":3000,"secret":"set"}""");

        var config = await Client.GetCredentialConfigAsync("a1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Credentials));
        (config.Enabled, config.ResolverUrl, config.TimeoutMs).Should().Be((true, "https://app.example.com/keys", 3_000));
        config.AdditionalProperties!["secret"].GetString().Should().Be("set");
    }

    [Fact]
    public async Task The_credentials_are_changed()
    {
        Wire.Answers(Credentials, """{"enabled":"true","resolver_url":7,"timeout_ms":3000}""");

        var config = await Client.UpdateCredentialConfigAsync("a1", new() { Enabled = true, ResolverUrl = "https://app.example.com/keys", TimeoutMs = 3_000 }).Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Body).Should().Be(
            ("PUT", Credentials, """{"enabled":true,"resolverUrl":"https://app.example.com/keys","timeoutMs":3000}"""));
        (config.Enabled, config.ResolverUrl, config.TimeoutMs).Should().Be((true, null, 3_000));
    }

    [Fact]
    public async Task Scheduled_tasks_are_read_and_changed()
    {
        Wire.Answers(Tasks, Answer.Json("""{"enabled":false,"limit":3}"""), Answer.Json("""{"enabled":true}"""));

        var before = await Client.GetScheduledTasksAsync("a1").Soon();
        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", Tasks));
        var after = await Client.UpdateScheduledTasksAsync("a1", new() { Enabled = true }).Soon();

        (Wire.Requests[^1].Method, Wire.Requests[^1].Path, Wire.Requests[^1].Body).Should().Be(("PUT", Tasks, """{"enabled":true}"""));
        (before.Enabled, before.AdditionalProperties!["limit"].GetInt32(), after.Enabled).Should().Be((false, 3, true));
    }

    [Fact]
    public async Task What_is_not_assigned_is_not_sent_and_what_is_assigned_null_is_cleared()
    {
        Wire.Answers(Memory, "{}");
        Wire.Answers(Compaction, "{}");
        Wire.Answers(Credentials, Answer.Json("{}"), Answer.Json("{}"));

        await Client.UpdateMemoryConfigAsync("a1", new()).Soon();
        await Client.UpdateCompactionConfigAsync("a1", new() { AnthropicInstructions = null }).Soon();
        await Client.UpdateCredentialConfigAsync("a1", new() { ResolverUrl = null }).Soon();
        await Client.UpdateCredentialConfigAsync("a1", new() { Enabled = false }).Soon();

        Wire.Requests.Select(request => request.Body).Should().Equal("{}", """{"anthropicInstructions":null}""", """{"resolverUrl":null}""", """{"enabled":false}""");
    }

    [Fact]
    public async Task What_the_service_leaves_out_is_null()
    {
        foreach (var path in new[] { Memory, Compaction, Credentials, Tasks })
        {
            Wire.Answers(path, "{}");
        }

        (await Client.GetMemoryConfigAsync("a1").Soon()).Should().Be(new MemoryConfig());
        (await Client.GetCompactionConfigAsync("a1").Soon()).Should().Be(new CompactionConfig());
        (await Client.GetCredentialConfigAsync("a1").Soon()).Should().Be(new CredentialConfig());
        (await Client.GetScheduledTasksAsync("a1").Soon()).Should().Be(new ScheduledTasksConfig());
    }

    [Fact]
    public async Task A_refused_change_names_the_field()
    {
        Wire.Answers(Compaction, new Answer(400, """{"error":"INVALID_ANTHROPIC_TRIGGER_TOKENS","detail":"anthropicTriggerTokens must be at least 50000."}"""));

        var update = () => Client.UpdateCompactionConfigAsync("a1", new() { AnthropicTriggerTokens = 1 }).Soon();

        var thrown = (await update.Should().ThrowAsync<FlapjackValidationException>()).Which;
        (thrown.ErrorCode, thrown.Detail).Should().Be(("INVALID_ANTHROPIC_TRIGGER_TOKENS", "anthropicTriggerTokens must be at least 50000."));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void An_id_is_checked_at_the_call(string? id)
    {
        Action[] calls =
        [
            () => Client.GetMemoryConfigAsync(id!),
            () => Client.GetCompactionConfigAsync(id!),
            () => Client.GetCredentialConfigAsync(id!),
            () => Client.GetScheduledTasksAsync(id!),
            () => Client.UpdateMemoryConfigAsync(id!, new()),
            () => Client.UpdateCompactionConfigAsync(id!, new()),
            () => Client.UpdateCredentialConfigAsync(id!, new()),
            () => Client.UpdateScheduledTasksAsync(id!, new() { Enabled = true }),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithParameterName("agentId"));
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void A_request_is_checked_at_the_call()
    {
        Action[] empty =
        [
            () => Client.UpdateMemoryConfigAsync("a1", null!),
            () => Client.UpdateCompactionConfigAsync("a1", null!),
            () => Client.UpdateCredentialConfigAsync("a1", null!),
            () => Client.UpdateScheduledTasksAsync("a1", null!),
        ];

        empty.Should().AllSatisfy(call => call.Should().ThrowExactly<ArgumentNullException>().WithParameterName("request"));
        Wire.Requests.Should().BeEmpty();
    }
}
