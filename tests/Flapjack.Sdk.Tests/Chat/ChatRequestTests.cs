using System.Text.Json;
using Flapjack.Sdk.Tests.Streaming.Resumed;

namespace Flapjack.Sdk.Tests.Chat;

public sealed class ChatRequestTests : ChatTest
{
    // The schema of seed 004.
    private const string Schema = """{"type":"object","properties":{"orderId":{"type":"string"}},"required":["orderId"]}""";

    public static TheoryData<string, SendMessageOptions> Refused => new()
    {
        { "Tools", new() { Tools = [null!] } },
        { "Tools", new() { Tools = [new() { Name = " " }] } },
        { "Tools", new() { Tools = [new() { Name = "a" }, new() { Name = "a" }] } },
        { "Parameters", new() { Tools = [new() { Name = "a", Parameters = JsonElement.Parse("[]") }] } },
        { "Parameters", new() { Tools = [new() { Name = "a", Parameters = default(JsonElement) }] } },
        { "Description", new() { Tools = [new() { Name = "a", Description = "half \ud83e" }] } },
        { "MaxParallelToolCalls", new() { MaxParallelToolCalls = 0 } },
        { "ToolTimeout", new() { ToolTimeout = TimeSpan.Zero } },
        { "ToolTimeout", new() { ToolTimeout = TimeSpan.FromDays(41) } },
        { "MaxToolResultLength", new() { MaxToolResultLength = 0 } },
        { "MaxToolRounds", new() { MaxToolRounds = -1 } },
        { "MaxSilence", new() { MaxSilence = TimeSpan.Zero } },
        { "ModelOverride", new() { ModelOverride = " " } },
        { "ModelOverride", new() { ModelOverride = "half \ud83e" } },
        { "WebOverrides", new() { WebOverrides = JsonElement.Parse("true") } },
        { "MemoryOverrides", new() { MemoryOverrides = default(JsonElement) } },
        { "PlanOverrides", new() { PlanOverrides = JsonElement.Parse("[]") } },
        { "ResourceBindings", new() { ResourceBindings = [default] } },
        { "BudgetTokens", new() { AnthropicOverrides = new() { Thinking = new() { Enabled = true, BudgetTokens = 0 } } } },
        { "FallbackModels", new() { AnthropicOverrides = new() { FallbackModels = [""] } } },
        { "Ttl", new() { AnthropicOverrides = new() { Cache = new() { Ttl = default(AnthropicCacheTtl) } } } },
        { "SenderId", new() { SenderId = "" } },
        { "IdempotencyKey", new() { IdempotencyKey = "ü" } },
        { "IdempotencyKey", new() { IdempotencyKey = new('k', 251) } },
        { "DetachTimeout", new() { DetachTimeout = TimeSpan.FromSeconds(-1) } },
    };

    [Fact]
    public async Task A_message_alone_is_its_content()
    {
        var sent = await Sent(null);

        sent.Line.Should().Be(ChatWire.Post);
        sent.Body.Should().Be("""{"content":"Hello!"}""");
        (sent.Header("Accept"), sent.Header("Content-Type")).Should().Be(("text/event-stream", "application/json"));
        (Guid.TryParse(sent.Key, out _), sent.Header("Flapjack-Detach-Seconds")).Should().Be((true, "30"));
    }

    [Fact]
    public async Task Every_option_stands_in_the_body_as_the_contract_names_it()
    {
        var sent = await Sent(new()
        {
            Tools =
            [
                new() { Name = "lookup_order", Description = "Look up an order by ID", Parameters = JsonElement.Parse(Schema), OnCall = (_, _) => Task.FromResult<string?>("x") },
                new() { Name = "now" },
            ],
            ModelOverride = "claude-sonnet-4-6",
            WebOverrides = JsonElement.Parse("""{"enabled":false}"""),
            MemoryOverrides = JsonElement.Parse("""{"enabled":true,"count":3}"""),
            PlanOverrides = JsonElement.Parse("{}"),
            ComputerOverrides = new() { Enabled = true },
            ResourceBindings = [JsonElement.Parse("""{"type":"doc","id":"d1"}""")],
            AnthropicOverrides = new()
            {
                Thinking = new() { Enabled = true, BudgetTokens = 10000 },
                FallbackModels = ["claude-haiku-4-5"],
                Cache = new() { Disabled = false, Ttl = AnthropicCacheTtl.OneHour, CacheTools = true },
            },
            OpenAIOverrides = new() { Disabled = true, PromptCacheKey = "p", SafetyIdentifier = "s" },
            SenderId = "user_abc",
        });

        sent.Body.Should().Be(
            """{"content":"Hello!","tools":[{"name":"lookup_order","description":"Look up an order by ID","parameters":""" + Schema + """},{"name":"now"}],"""
            + """ "modelOverride":"claude-sonnet-4-6","webOverrides":{"enabled":false},"memoryOverrides":{"enabled":true,"count":3},"planOverrides":{},"""[1..]
            + """ "computerOverrides":{"enabled":true},"resourceBindings":[{"type":"doc","id":"d1"}],"""[1..]
            + """ "anthropicOverrides":{"thinking":{"enabled":true,"budgetTokens":10000},"fallbackModels":["claude-haiku-4-5"],"cache":{"disabled":false,"ttl":"1h","cacheTools":true}},"""[1..]
            + """ "openaiOverrides":{"disabled":true,"promptCacheKey":"p","safetyIdentifier":"s"},"senderId":"user_abc"}"""[1..]);
    }

    [Fact]
    public async Task A_field_that_this_version_does_not_know_is_sent_as_it_is()
    {
        var sent = await Sent(new() { ComputerOverrides = new() { AdditionalProperties = new Dictionary<string, JsonElement> { ["mode"] = JsonElement.Parse("\"x\"") } } });

        sent.Body.Should().Be("""{"content":"Hello!","computerOverrides":{"mode":"x"}}""");
    }

    [Fact]
    public async Task Results_are_sent_by_hand_with_the_tools_again_and_without_content()
    {
        ToolResult[] results = [ToolResult.Of("c1", "ü \"text\""), new() { ToolCallId = "c2", Result = JsonElement.Parse("""{"total":[1,null]}""") }, new() { ToolCallId = "c3", Result = JsonElement.Parse("null") }];
        var events = Client.SubmitToolResultsAsync("t1", results, new() { Tools = [new() { Name = "now" }] }).All();
        var sent = await Next(ChatWire.Post);
        await sent.Cuts(PlainDone, ChatWire.Nothing);

        (await events).Should().ContainSingle().Which.Should().BeOfType<ChatDoneEvent>();
        sent.Body.Should().Be(
            """{"tools":[{"name":"now"}],"toolResults":[{"toolCallId":"c1","result":"\u00FC \u0022text\u0022"},{"toolCallId":"c2","result":{"total":[1,null]}},{"toolCallId":"c3","result":null}]}""");
    }

    [Fact]
    public async Task A_thread_id_is_one_segment_of_the_path()
    {
        var events = Client.SendMessageAsync("../a/b", "x").All();
        var sent = await Next("POST /api/threads/..%2Fa%2Fb/messages");
        await sent.Cuts(PlainDone, ChatWire.Nothing);
        await events;
    }

    [Theory]
    [MemberData(nameof(Refused), DisableDiscoveryEnumeration = true)]
    public async Task An_option_that_could_not_be_meant_is_refused_at_the_call(string name, SendMessageOptions options)
    {
        Action[] calls =
        [
            () => Client.SendMessageAsync("t1", "x", options),
            () => Client.SubmitToolResultsAsync("t1", [ToolResult.Of("c1", "x")], options),
            () => _ = Client.RunMessageAsync("t1", "x", options),
        ];

        calls.Should().AllSatisfy(call => call.Should().Throw<ArgumentException>().WithMessage($"*{name}*").Which.ParamName.Should().Be("options"));
        (await Server.CountConnections()).Should().Be(0);
    }

    [Fact]
    public void An_argument_that_is_missing_is_refused_under_its_own_name()
    {
        Refuses("threadId", () => Client.SendMessageAsync(" ", "x"));
        Refuses("threadId", () => Client.SubmitToolResultsAsync(null!, [ToolResult.Of("c1", "x")]));
        Refuses("content", () => Client.SendMessageAsync("t1", null!));
        Refuses("content", () => Client.SendMessageAsync("t1", " "));
        Refuses("content", () => Client.SendMessageAsync("t1", "half \ud83e"));
        Refuses("content", () => _ = Client.RunMessageAsync("t1", ""));
        Refuses("results", () => Client.SubmitToolResultsAsync("t1", null!));
        Refuses("results", () => Client.SubmitToolResultsAsync("t1", []));
        Refuses("results", () => Client.SubmitToolResultsAsync("t1", [null!]));
        Refuses("results", () => Client.SubmitToolResultsAsync("t1", [ToolResult.Of("c1", "x"), ToolResult.Of("c1", "y")]));
        Refuses("results", () => Client.SubmitToolResultsAsync("t1", [new() { ToolCallId = "c1", Result = default }]));
        Refuses("toolCallId", () => ToolResult.Of("", "x"));
        Refuses("text", () => ToolResult.Of("c1", null!));

        static void Refuses(string parameter, Action call) => call.Should().Throw<ArgumentException>().Which.ParamName.Should().Be(parameter);
    }

    private async Task<Call> Sent(SendMessageOptions? options)
    {
        var events = Send(options);
        var sent = await Next();
        await sent.Cuts(PlainDone, ChatWire.Nothing);
        await events;
        return sent;
    }
}
