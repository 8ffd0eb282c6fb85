using System.Text.Json;
using Microsoft.Extensions.AI;
using static Flapjack.Sdk.Extensions.AI.Tests.WireClient;

namespace Flapjack.Sdk.Extensions.AI.Tests.Chat;

public sealed class ChatOptionsTests : IDisposable
{
    private static readonly string Done = Frame("done", """{"ok":true,"messageId":"m1","content":"ok"}""");

    private readonly WireClient _wire = new();

    public static TheoryData<string, ChatOptions> Unsupported => new()
    {
        { "Instructions", new() { Instructions = "Be short." } },
        { "Temperature", new() { Temperature = 0 } },
        { "TopP", new() { TopP = 1 } },
        { "TopK", new() { TopK = 1 } },
        { "FrequencyPenalty", new() { FrequencyPenalty = 1 } },
        { "PresencePenalty", new() { PresencePenalty = 1 } },
        { "Seed", new() { Seed = 1 } },
        { "MaxOutputTokens", new() { MaxOutputTokens = 1 } },
        { "StopSequences", new() { StopSequences = ["x"] } },
        { "ResponseFormat", new() { ResponseFormat = ChatResponseFormat.Json } },
        { "Reasoning", new() { Reasoning = new() { Effort = ReasoningEffort.Low } } },
        { "ToolMode", new() { ToolMode = ChatToolMode.RequireAny } },
        { "AllowMultipleToolCalls", new() { AllowMultipleToolCalls = false } },
        { "web_search", new() { Tools = [new HostedWebSearchTool()] } },
    };

    [Theory]
    [MemberData(nameof(Unsupported), DisableDiscoveryEnumeration = true)]
    public async Task An_option_that_the_service_has_no_field_for_is_refused_or_left_out_on_request(string name, ChatOptions options)
    {
        _wire.Streams(Done);

        var chat = _wire.Client.AsIChatClient("t1");
        (await chat.Invoking(it => it.GetResponseAsync("Hello!", options)).Should().ThrowAsync<NotSupportedException>()).WithMessage($"*{name}*Nothing was sent.*");
        _wire.Requests.Should().BeEmpty();
        await _wire.Client.AsIChatClient("t1", new() { IgnoreUnsupportedOptions = true }).GetResponseAsync("Hello!", options);

        _wire.Requests.Single().Body.Should().Be("""{"content":"Hello!"}""");
    }

    [Fact]
    public async Task The_options_that_the_service_knows_are_sent()
    {
        _wire.Streams(Done);
        var chat = _wire.Client.AsIChatClient("t1", new() { Message = new() { SenderId = "ann", ModelOverride = "old" } });

        await chat.GetResponseAsync("Hello!", new() { ModelId = "claude-sonnet-4-6", ConversationId = "t2", ResponseFormat = ChatResponseFormat.Text, ToolMode = ChatToolMode.Auto });

        _wire.Requests.Should().Equal(("POST /api/threads/t2/messages", """{"content":"Hello!","modelOverride":"claude-sonnet-4-6","senderId":"ann"}"""));
    }

    [Fact]
    public async Task A_request_may_bring_options_of_its_own_for_the_message()
    {
        _wire.Streams(Done);
        var chat = _wire.Client.AsIChatClient("t1", new() { Message = new() { SenderId = "ann" } });

        await chat.GetResponseAsync("Hello!", new() { RawRepresentationFactory = _ => new SendMessageOptions { ComputerOverrides = new() { Enabled = true } } });

        _wire.Requests.Single().Body.Should().Be("""{"content":"Hello!","computerOverrides":{"enabled":true}}""");
    }

    [Fact]
    public async Task A_request_that_forbids_tools_offers_none()
    {
        _wire.Streams(Done);

        await _wire.Client.AsIChatClient("t1").GetResponseAsync("Hello!", new() { ToolMode = ChatToolMode.None, Tools = [AIFunctionFactory.Create(() => 1, "one")] });

        _wire.Requests.Single().Body.Should().Be("""{"content":"Hello!"}""");
    }

    [Fact]
    public async Task Delegates_of_the_message_answer_by_themselves_and_are_told()
    {
        _wire.Streams(Frame("requires_action", """{"toolCalls":[{"id":"c1","name":"one","arguments":"{}"}]}""")).Streams(Done);
        var chat = _wire.Client.AsIChatClient("t1", new() { Message = new() { Tools = [AIFunctionFactory.Create(() => 1, "one").AsChatTool()] } });

        var response = await chat.AsBuilder().UseFunctionInvocation().Build().GetResponseAsync("Hello!");

        response.Text.Should().Be("ok");
        response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().Single().InformationalOnly.Should().BeTrue();
        JsonElement.Parse(_wire.Requests[1].Body).GetProperty("toolResults").GetRawText().Should().Be("""[{"toolCallId":"c1","result":"1"}]""");
    }

    [Fact]
    public async Task Tools_given_in_two_ways_are_refused()
    {
        var chat = _wire.Client.AsIChatClient("t1", new() { Message = new() { Tools = [new() { Name = "one" }] } });

        await chat.Invoking(it => it.GetResponseAsync("Hello!", new() { Tools = [AIFunctionFactory.Create(() => 2, "two")] })).Should().ThrowAsync<ArgumentException>().WithMessage("*one of both ways*");
    }

    [Fact]
    public void A_key_for_all_messages_is_refused() =>
        _wire.Client.Invoking(it => it.AsIChatClient("t1", new() { Message = new() { IdempotencyKey = "k" } })).Should().Throw<ArgumentException>().WithMessage("*RawRepresentationFactory*");

    [Fact]
    public void Messages_that_cannot_be_sent_are_refused_at_the_call()
    {
        var chat = _wire.Client.AsIChatClient("t1");
        var result = new FunctionResultContent("c1", "ok");

        chat.Invoking(it => it.GetStreamingResponseAsync([])).Should().Throw<ArgumentException>().WithMessage("*nothing new*");
        chat.Invoking(it => it.GetStreamingResponseAsync([new(ChatRole.User, "a"), new(ChatRole.Assistant, "b")])).Should().Throw<ArgumentException>().WithMessage("*nothing new*");
        chat.Invoking(it => it.GetStreamingResponseAsync([new(ChatRole.User, " ")])).Should().Throw<ArgumentException>().WithMessage("*nothing new*");
        chat.Invoking(it => it.GetStreamingResponseAsync([new(ChatRole.System, "a")])).Should().Throw<NotSupportedException>().WithMessage("*'system'*StablePreamble*");
        chat.Invoking(it => it.GetStreamingResponseAsync([new(ChatRole.User, [new DataContent(new byte[] { 1 }, "image/png")])])).Should().Throw<NotSupportedException>().WithMessage("*DataContent*");
        chat.Invoking(it => it.GetStreamingResponseAsync([new(ChatRole.Tool, [result]), new(ChatRole.User, "a")])).Should().Throw<ArgumentException>().WithMessage("*results first*");
        _wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Results_of_every_kind_are_sent_as_JSON()
    {
        _wire.Streams(Done);
        object?[] results = ["text", "half \ud83d and \0", 7, null, JsonElement.Parse("""{"a":1}"""), new List<AIContent> { new TextContent("x"), new TextContent("y") }];

        await _wire.Client.AsIChatClient("t1").GetResponseAsync(
            [new(ChatRole.Tool, [.. results.Select((result, i) => new FunctionResultContent($"c{i}", result)), new FunctionResultContent("f", null) { Exception = new InvalidOperationException("secret") }])]);

        var sent = JsonElement.Parse(_wire.Requests.Single().Body).GetProperty("toolResults").EnumerateArray().Select(result => result.GetProperty("result")).ToArray();
        sent[1].GetString().Should().Be("half \uFFFD and \uFFFD");
        sent.Where((_, i) => i != 1).Select(result => result.GetRawText()).Should().Equal("\"text\"", "7", "null", """{"a":1}""", "\"x\\ny\"", """{"error":"The function failed."}""");
    }

    public void Dispose() => _wire.Dispose();
}
