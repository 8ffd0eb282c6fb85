using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Sources of tools that are slow, or fail, when a turn opens or closes them.</summary>
public sealed class TurnToolsTests : IDisposable
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedChatModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task Tools_that_can_not_be_closed_do_not_spoil_the_answer()
    {
        await using var backend = await StartAsync(new Source { CloseAsync = () => throw new InvalidOperationException("broken") });
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"Hi"}""", ("Idempotency-Key", "k"));
        var repeat = await backend.SendAsync(thread, """{"content":"Hi"}""", ("Idempotency-Key", "k"));

        Frames.Names(answer).Should().EndWith("done");
        repeat.Body.Should().Be(answer.Body);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_tools_that_do_not_close()
    {
        await using var backend = await StartAsync(new Source { CloseAsync = WaitForReleaseAsync });
        var thread = await backend.CreateThreadAsync();
        using var stream = await backend.StreamAsync(thread, """{"content":"Hi"}""");
        await _reached.Task.WaitAsync(Limit.Time);

        (await backend.StopAsync(thread).WaitAsync(Limit.Time)).Status.Should().Be(200);

        (await stream.ReadFramesAsync())[^1].Event.Should().Be("done");
        _released.SetResult();
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_tools_that_do_not_open_and_closes_them_later()
    {
        var source = new Source { OpenAsync = WaitForReleaseAsync };
        await using var backend = await StartAsync(source);
        var thread = await backend.CreateThreadAsync();
        using var stream = await backend.StreamAsync(thread, """{"content":"Hi"}""");
        await _reached.Task.WaitAsync(Limit.Time);

        (await backend.StopAsync(thread).WaitAsync(Limit.Time)).Status.Should().Be(200);

        (await stream.ReadFramesAsync()).Select(frame => frame.Event).Should().Equal("meta", "done");
        _released.SetResult();
        await source.Closed.WaitAsync(Limit.Time);
    }

    [Fact]
    public async Task A_tool_whose_name_is_taken_is_not_offered_and_the_trace_says_so()
    {
        await using var backend = await ScriptedBackend.StartAsync(_model, options =>
        {
            options.ToolSources.Add(new TestTools().Add("sky", "1"));
            options.ToolSources.Add(new TestTools().Add("sky", "2"));
        });

        await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");

        _model.Requests[^1].Tools.Should().ContainSingle("sky");
        var traces = await backend.Backend.GetAsync("/api/logs");
        var trace = await backend.Backend.GetAsync($"/api/logs/{traces.Json.GetProperty("traces")[0].GetProperty("id").GetString()}");
        trace.Body.Should().Contain("Another tool of the agent has this name already");
    }

    private async Task WaitForReleaseAsync()
    {
        _reached.TrySetResult();
        await _released.Task;
    }

    private Task<ScriptedBackend> StartAsync(IToolSource source) => ScriptedBackend.StartAsync(_model, options => options.ToolSources.Add(source));

    private sealed class Source : IToolSource, IAsyncDisposable
    {
        private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Func<Task> OpenAsync { get; init; } = () => Task.CompletedTask;

        public Func<Task> CloseAsync { get; init; } = () => Task.CompletedTask;

        public Task Closed => _closed.Task;

        public async Task<ToolOffer> OfferAsync(TurnScope turn, CancellationToken cancellationToken)
        {
            await OpenAsync();
            return new([], this);
        }

        public async ValueTask DisposeAsync()
        {
            _closed.TrySetResult();
            await CloseAsync();
        }
    }
}
