namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

public sealed class TurnTests
{
    private const string LookUp = """
        "tools":[{"name":"lookup","description":"Looks up","parameters":{"type":"object","properties":{"id":{"type":"integer"}}}}]
        """;

    [Fact]
    public async Task An_answer_is_a_stream_of_tokens_between_meta_and_done()
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Hello there"}""");

        answer.Status.Should().Be(200, answer.Body);
        Frames.Names(answer).Should().StartWith("meta").And.EndWith("done");
        Frames.Text(answer).Should().Be("Hello there");
        var done = Frames.Last(answer);
        done.GetProperty("ok").GetBoolean().Should().BeTrue();
        done.GetProperty("content").GetString().Should().Be("Hello there");
        Guid.TryParse(done.GetProperty("messageId").GetString(), out _).Should().BeTrue();
        done.GetProperty("usage").GetProperty("output_tokens").GetInt64().Should().BePositive();
        answer.Body.Should().Contain($"id: {Frames.Of(answer)[0].Data.GetProperty("turnId").GetString()}:1\nevent: meta\n");
    }

    [Fact]
    public async Task The_model_is_told_the_system_prompt_and_the_whole_conversation()
    {
        var model = new ScriptedChatModel();
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync(""","systemPromptOverlay":"Be short.""" + "\"");

        await backend.SendAsync(thread, """{"content":"One"}""");
        await backend.SendAsync(thread, """{"content":"Two"}""");

        model.Requests[^1].SystemText.Should().Be("You cook.\n\nBe short.");
        model.Requests[^1].Messages.Select(message => message.Text).Should().EndWith(["One", "One", "Two"]);
    }

    [Fact]
    public async Task A_tool_of_the_caller_ends_the_stream_and_its_result_goes_on()
    {
        var model = new ScriptedChatModel();
        model.When("order").Say("Looking. ").Call("lookup", new { id = 7 }).Say(request => $"It is {request.Results[0].Text}.");
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync();

        var asked = await backend.SendAsync(thread, $$"""{"content":"My order?",{{LookUp}}}""");
        var call = Frames.Last(asked).GetProperty("toolCalls")[0];
        var answered = await backend.SendAsync(thread, $$"""{"toolResults":[{"toolCallId":"{{call.GetProperty("id").GetString()}}","result":"on its way"}]}""");

        Frames.Names(asked).Last().Should().Be("requires_action");
        call.GetProperty("name").GetString().Should().Be("lookup");
        call.GetProperty("arguments").GetString().Should().Be("""{"id":7}""");
        Frames.Names(answered).Should().StartWith("meta");
        Frames.Text(answered).Should().Be("It is on its way.");
        Frames.Last(answered).GetProperty("content").GetString().Should().Be("Looking. It is on its way.");
    }

    [Theory]
    [InlineData("""{"toolResults":[{"toolCallId":"x","result":1}]}""", 422, "NO_PENDING_TOOL_CALLS")]
    [InlineData("""{"toolResults":[]}""", 400, "INVALID_CONTENT")]
    [InlineData("""{"content":"  "}""", 400, "INVALID_CONTENT")]
    [InlineData("""{"content":"Hi","tools":[{"name":"a b"}]}""", 400, "INVALID_TOOLS")]
    public async Task Results_that_nobody_waits_for_and_odd_bodies_are_refused(string body, int status, string code)
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());

        var refused = await backend.SendAsync(await backend.CreateThreadAsync(), body);

        refused.Status.Should().Be(status, refused.Body);
        refused.Text("error").Should().Be(code);
    }

    [Theory]
    [InlineData("memoryOverrides", """{"injectCount":-1}""", "INVALID_INJECT_COUNT", "injectCount")]
    [InlineData("memoryOverrides", """{"enabled":"false"}""", "INVALID_ENABLED", "enabled")]
    [InlineData("memoryOverrides", "[]", "INVALID_MEMORY_OVERRIDES", "memoryOverrides")]
    [InlineData("planOverrides", """{"enabled":"false"}""", "INVALID_PLAN_OVERRIDES", "enabled")]
    [InlineData("computerOverrides", """{"enabled":0}""", "INVALID_COMPUTER_OVERRIDES", "enabled")]
    [InlineData("webOverrides", """{"enabled":[]}""", "INVALID_WEB_OVERRIDES", "enabled")]
    [InlineData("webOverrides", "true", "INVALID_WEB_OVERRIDES", "webOverrides")]
    public async Task Overrides_that_can_not_be_read_are_refused_by_the_name_of_the_field(string field, string overrides, string code, string named)
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());

        var refused = await backend.SendAsync(await backend.CreateThreadAsync(), $$"""{"content":"Hi","{{field}}":{{overrides}}}""");

        refused.ShouldBeRefused(400, code);
        refused.Body.Should().Contain(named);
    }

    [Fact]
    public async Task A_stopped_turn_ends_with_done_without_a_message_id()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Say("I think").Stall();
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync();

        using var open = await backend.OpenAsync(thread, """{"content":"Hi"}""");
        await model.WaitForRequestsAsync(1);
        var busy = await backend.SendAsync(thread, """{"content":"Again"}""");
        var stopped = await backend.Backend.PostAsync($"/api/threads/{thread}/stop", "{}");
        var frames = Frames.Of(await open.Content.ReadAsStringAsync());

        busy.Text("error").Should().Be("TURN_RUNNING");
        stopped.Status.Should().Be(200);
        frames[^1].Event.Should().Be("done");
        frames[^1].Data.TryGetProperty("messageId", out _).Should().BeFalse();
    }
}
