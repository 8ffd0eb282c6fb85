using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;

namespace Flapjack.ReferenceBackend.Tests.Chat.Memory;

public sealed class MemoryInTurnsTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly ScriptedChatModel _model = new();
    private ScriptedBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync(_model);
        var put = await TestBackend.SendAsync(_backend.Backend.Client, HttpMethod.Put, $"/api/agents/{_backend.AgentId}/memory", """{"enabled":true}""");
        put.Status.Should().Be(200, put.Body);
    }

    public async ValueTask DisposeAsync()
    {
        await _backend.DisposeAsync();
        _model.Dispose();
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Fact]
    public async Task What_is_stored_in_a_thread_is_recalled_and_told_in_another()
    {
        _model.When("remember").Call("memory_store", new { text = "Ada eats buckwheat." }).Say("I do.");
        _model.When("recall").Call("memory_recall", new { query = "buckwheat" }).Say(request => request.Results[0].Value.GetProperty("memories")[0].GetProperty("text").GetString()!);

        await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Please remember"}""");
        var recalled = await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Please recall"}""");
        await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Is there buckwheat?"}""");

        Frames.Text(recalled).Should().Be("Ada eats buckwheat.");
        _model.Requests[^1].SystemText.Should().Contain("> Ada eats buckwheat.");
    }

    [Fact]
    public async Task The_resources_of_the_message_or_else_of_the_thread_have_memories()
    {
        _model.When("remember").Call("memory_store", new { text = "The order is late.", scope = "resource" }).Say("I do.");
        var ofThread = await _backend.CreateThreadAsync(""","resourceBindings":[{"type":"order","id":7}]""");

        await _backend.SendAsync(ofThread, """{"content":"Please remember"}""");
        await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Is the order late?","resourceBindings":[{"id":7,"type":"order"}]}""");
        await _backend.SendAsync(ofThread, """{"content":"Is another order late?","resourceBindings":[{"id":8,"type":"order"}]}""");

        _model.Requests[^2].SystemText.Should().Contain("> The order is late.");
        _model.Requests[^1].SystemText.Should().NotContain("late");
    }

    [Fact]
    public async Task Overrides_that_cannot_be_read_are_refused()
    {
        var answer = await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Hello","memoryOverrides":{"injectCount":-1}}""");

        answer.ShouldBeRefused(400, "INVALID_INJECT_COUNT");
        answer.Body.Should().Contain("injectCount must be a whole number from 0 to 100.");
    }
}
