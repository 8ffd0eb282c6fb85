namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Threads in which several people write.</summary>
public sealed class MultiplayerTurnTests
{
    [Theory]
    [InlineData("multiplayer", "[ann] One", "[bob] Two", "Three")]
    [InlineData("single", "One", "Two", "Three")]
    public async Task The_model_is_told_who_wrote_what_in_a_thread_of_several_people(string kind, params string[] told)
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Say("Yes.");
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync($$""","kind":"{{kind}}" """);

        await backend.SendAsync(thread, """{"content":"One","senderId":"ann"}""");
        await backend.SendAsync(thread, """{"content":"Two","senderId":"bob"}""");
        await backend.SendAsync(thread, """{"content":"Three"}""");

        model.Requests[^1].Messages.Where(message => message.Role == "user").Select(message => message.Text).Should().Equal(told);
        var kept = await backend.Backend.Backend.Threads.ReadMessagesAsync(thread);
        kept.Where(message => message.Role == "user").Select(message => (message.Content, message.SenderId)).Should().Equal(("One", "ann"), ("Two", "bob"), ("Three", null));
        kept.Where(message => message.Role == "assistant").Should().OnlyContain(message => message.SenderId == null);
    }

    [Fact]
    public async Task Results_that_name_nobody_belong_to_the_person_who_asked()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Call("lookup").Say("Yes.");
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync(""","kind":"multiplayer" """);

        var asked = await backend.SendAsync(thread, """{"content":"One","senderId":"ann","tools":[{"name":"lookup"}]}""");
        await backend.SendAsync(thread, $$"""{"toolResults":[{"toolCallId":"{{Frames.CallIds(asked)[0]}}","result":1}]}""");

        (await backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("unique_users").GetInt64().Should().Be(1);
    }

    [Fact]
    public async Task A_thread_of_an_agent_that_was_deleted_takes_no_message()
    {
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel());
        var thread = await backend.CreateThreadAsync();
        var sent = await backend.SendAsync(thread, """{"content":"One"}""");

        await backend.Backend.DeleteAsync($"/api/agents/{backend.AgentId}");

        (await backend.SendAsync(thread, """{"content":"Two"}""")).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.ReadAgainAsync(thread, Frames.TurnId(sent))).ShouldBeRefused(404, "NOT_FOUND");
        (await backend.StopAsync(thread)).ShouldBeRefused(404, "NOT_FOUND");
    }
}
