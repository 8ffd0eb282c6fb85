namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Fields of a message that name nobody, or say something that could be misunderstood.</summary>
public sealed class MessageFieldsTests
{
    [Theory]
    [InlineData("web", "\"yes\"", "INVALID_WEB_OVERRIDES")]
    // The fields of the memory have codes of their own, as in PUT /api/agents/{agentId}/memory.
    [InlineData("memory", "1", "INVALID_ENABLED")]
    [InlineData("plan", "{}", "INVALID_PLAN_OVERRIDES")]
    [InlineData("computer", "\"true\"", "INVALID_COMPUTER_OVERRIDES")]
    public async Task An_override_that_is_neither_on_nor_off_is_refused(string feature, string enabled, string code)
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), $$"""{"content":"Hi","{{feature}}Overrides":{"enabled":{{enabled}} } }""");

        answer.ShouldBeRefused(400, code);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("false")]
    public async Task An_override_that_is_on_or_off_or_null_is_accepted(string enabled)
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), $$"""{"content":"Hi","planOverrides":{"enabled":{{enabled}},"more":[1]} }""");

        Frames.Names(answer).Should().EndWith("done");
    }

    [Fact]
    public async Task A_blank_model_and_a_blank_sender_count_as_not_given()
    {
        var model = new ScriptedChatModel();
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync(""","kind":"multiplayer" """);

        await backend.SendAsync(thread, """{"content":"Hi","modelOverride":" ","senderId":""}""");

        model.Requests.Should().ContainSingle().Which.ModelId.Should().Be("gpt-5.4");
        model.Requests[0].Text.Should().Be("Hi");
        (await backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("unique_users").GetInt64().Should().Be(0);
    }
}
