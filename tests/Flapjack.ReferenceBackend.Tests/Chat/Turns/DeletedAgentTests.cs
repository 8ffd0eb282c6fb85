namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

public sealed class DeletedAgentTests
{
    [Fact]
    public async Task A_turn_ends_with_an_error_when_its_agent_is_deleted()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Say("I think").Stall();
        await using var backend = await ScriptedBackend.StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        using var open = await backend.OpenAsync(thread, """{"content":"Hi"}""");
        await model.WaitForRequestsAsync(1);

        var deleted = await backend.Backend.DeleteAsync($"/api/agents/{backend.AgentId}");
        var frames = Frames.Of(await open.Content.ReadAsStringAsync());

        deleted.Status.Should().Be(204);
        frames[^1].Event.Should().Be("error");
        frames[^1].Data.GetProperty("code").GetString().Should().Be("NOT_FOUND");
        (await backend.Backend.Backend.Threads.ReadMessagesAsync(thread)).Should().BeEmpty();
    }
}
