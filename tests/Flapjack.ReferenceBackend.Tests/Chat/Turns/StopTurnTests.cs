using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Stopping a turn, in each of its phases.</summary>
public sealed class StopTurnTests : IAsyncLifetime, IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _toolBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _toolCancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedChatModel _model = new();
    private ScriptedBackend _backend = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("silent").Stall();
        _model.When("mid").Say("I think").Stall();
        _model.When("deaf").Say("I think").StallUntil(_released.Task);
        _model.When("tool").Say("Wait. ").CallAll(new ScriptedCall("quick"), new ScriptedCall("hang"), new ScriptedCall("quick"));
        _model.When("stubborn").Say("Wait. ").Call("ignore");
        _model.When("client").Say("Asking. ").Call("lookup");
        var tools = new TestTools()
            .Add("quick", "1")
            .Add("hang", HangAsync)
            .Add("ignore", async (_, _) =>
            {
                await _released.Task;
                return ToolOutcome.Of("late");
            });
        _backend = await ScriptedBackend.StartAsync(_model, options => options.ToolSources.Add(tools));
        _thread = await _backend.CreateThreadAsync();
    }

    public async Task DisposeAsync()
    {
        _released.TrySetResult();
        await _backend.DisposeAsync();
    }

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("silent", "meta", "")]
    [InlineData("mid", "token", "I think")]
    [InlineData("deaf", "token", "I think")]
    [InlineData("tool", "tool_executing", "Wait. ")]
    [InlineData("stubborn", "tool_executing", "Wait. ")]
    public async Task The_stream_ends_with_done_without_a_message_id_and_with_the_text_so_far(string phase, string seen, string text)
    {
        using var stream = await _backend.StreamAsync(_thread, $$"""{"content":"{{phase}}"}""");
        await stream.ReadUntilAsync(frame => frame.Event == seen);
        await _model.WaitForRequestsAsync(1);
        await (phase == "tool" ? _toolBegan.Task : Task.CompletedTask).WaitAsync(Limit.Time);
        if (phase is "mid" or "deaf")
        {
            await stream.ReadUntilAsync(frame => frame.Event == "token");
        }

        var stopped = await _backend.StopAsync(_thread);
        var frames = await stream.ReadFramesAsync();
        var next = await _backend.SendAsync(_thread, """{"content":"Next"}""");

        (stopped.Status, stopped.Body).Should().Be((200, """{"ok":true}"""));
        frames[^1].Event.Should().Be("done");
        frames[^1].Data.GetProperty("ok").GetBoolean().Should().BeTrue();
        frames[^1].Data.GetProperty("content").GetString().Should().Be(text);
        frames[^1].Data.TryGetProperty("messageId", out _).Should().BeFalse();
        Frames.Text(next).Should().Be("Next");
        _model.Requests[^1].Messages.Where(message => message.Role == "assistant").Select(message => message.Text).Should().Equal(text.Length > 0 ? [text] : []);
    }

    [Fact]
    public async Task A_stop_while_a_tool_runs_cancels_the_tool_and_keeps_what_the_tools_before_it_have_done()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"tool"}""");
        await _toolBegan.Task.WaitAsync(Limit.Time);

        await _backend.StopAsync(_thread);
        await stream.ReadFramesAsync();
        await _toolCancelled.Task.WaitAsync(Limit.Time);
        await _backend.SendAsync(_thread, """{"content":"Next"}""");

        var said = _model.Requests[^1].Messages;
        said.SelectMany(message => message.Calls).Select(call => call.Tool).Should().Equal("quick", "hang", "quick");
        said.SelectMany(message => message.Results).Select(result => result.Text).Should().SatisfyRespectively(
            first => first.Should().Be("1"), second => second.Should().StartWith("There is no result"), third => third.Should().StartWith("There is no result"));
        var analytics = await _backend.Backend.GetAsync("/api/analytics");
        analytics.Json.GetProperty("summary").GetProperty("tool_calls").GetInt64().Should().Be(2, "the third tool never began");
    }

    [Fact]
    public async Task A_stop_while_the_tools_of_the_caller_run_ends_the_turn()
    {
        var asked = await _backend.SendAsync(_thread, """{"content":"client","tools":[{"name":"lookup"}]}""");

        var stopped = await _backend.StopAsync(_thread);
        var late = await _backend.SendAsync(_thread, $$"""{"toolResults":[{"toolCallId":"{{Frames.CallIds(asked)[0]}}","result":1}]}""");
        var trace = (await _backend.Backend.GetAsync("/api/logs")).Json.GetProperty("traces")[0];

        stopped.Status.Should().Be(200);
        late.ShouldBeRefused(422, "NO_PENDING_TOOL_CALLS");
        trace.GetProperty("ended_at").GetString().Should().NotBeNull();
        Frames.Text(await _backend.SendAsync(_thread, """{"content":"Next"}""")).Should().Be("Next");
    }

    [Fact]
    public async Task A_turn_that_waits_is_stopped_by_its_id_and_by_its_key_and_not_by_the_id_of_another()
    {
        foreach (var byId in new[] { true, false })
        {
            var other = await _backend.SendAsync(_thread, """{"content":"Hi"}""");
            var asked = await _backend.SendAsync(_thread, """{"content":"client","tools":[{"name":"lookup"}]}""", ("Idempotency-Key", $"k{byId}"));
            var results = $$"""{"toolResults":[{"toolCallId":"{{Frames.CallIds(asked)[0]}}","result":1},{"toolCallId":"x"}]}""";

            await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages/{Frames.TurnId(other)}");
            (await _backend.SendAsync(_thread, results)).ShouldBeRefused(422, "UNKNOWN_TOOL_CALL");
            await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages" + (byId ? $"/{Frames.TurnId(asked)}" : "?key=kFalse"));
            (await _backend.SendAsync(_thread, results)).ShouldBeRefused(422, "NO_PENDING_TOOL_CALLS");
        }
    }

    [Fact]
    public async Task A_stop_of_one_turn_does_not_stop_the_next()
    {
        var first = await _backend.SendAsync(_thread, """{"content":"Hi"}""", ("Idempotency-Key", "k"));
        using var stream = await _backend.StreamAsync(_thread, """{"content":"mid"}""");
        await stream.ReadUntilAsync(frame => frame.Event == "token");

        (await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages/{Frames.TurnId(first)}")).Body.Should().Be("""{"ok":true}""");
        (await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages?key=k")).Body.Should().Be("""{"ok":true}""");

        _model.Requests[^1].Ended.IsCompleted.Should().BeFalse();
        await _backend.StopAsync(_thread);
        (await _model.Requests[^1].Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
    }

    [Fact]
    public async Task Stopping_twice_at_once_and_stopping_nothing_is_fine()
    {
        (await _backend.StopAsync(_thread)).Body.Should().Be("""{"ok":true}""");
        using var stream = await _backend.StreamAsync(_thread, """{"content":"mid"}""");
        await stream.ReadUntilAsync(frame => frame.Event == "token");

        var stopped = await Task.WhenAll(_backend.StopAsync(_thread), _backend.StopAsync(_thread));

        stopped.Should().OnlyContain(answer => answer.Status == 200);
        (await stream.ReadFramesAsync()).Should().ContainSingle(frame => frame.Event == "done");
        (await _backend.StopAsync(Guid.NewGuid().ToString())).ShouldBeRefused(404, "NOT_FOUND");
    }

    private async Task<ToolOutcome> HangAsync(AgentToolCall call, CancellationToken stop)
    {
        _toolBegan.TrySetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        finally
        {
            _toolCancelled.TrySetResult();
        }

        return ToolOutcome.Of("never");
    }
}
