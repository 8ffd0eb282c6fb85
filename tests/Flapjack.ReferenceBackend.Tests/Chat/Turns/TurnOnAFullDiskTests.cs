using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>A turn whose journal or whose answer the disk does not take: nothing is told as an answer that is not stored.</summary>
public sealed class TurnOnAFullDiskTests : IAsyncLifetime, IDisposable
{
    private const string Hi = """{"content":"Hi"}""";

    private readonly TempFolder _folder = new();
    private readonly JournalDisk _disk = new();
    private readonly ArmedTime _clock = new();
    private readonly ScriptedChatModel _model = new();
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _toolBegan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ScriptedBackend _backend = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("wait").Say("I think ").StallUntil(_released.Task).Say("so.");
        _model.When("press").Say("I press. ").Call("press").Say("Pressed.");
        _backend = await ScriptedBackend.StartAsync(_model, Configure);
        _thread = await _backend.CreateThreadAsync();
    }

    public async Task DisposeAsync()
    {
        _released.TrySetResult();
        await _backend.DisposeAsync();
    }

    public void Dispose()
    {
        _folder.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task An_answer_that_the_journal_does_not_take_is_unknown_to_the_reader_to_each_repeat_and_after_a_restart()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"wait"}""", ("Idempotency-Key", "k"));
        await stream.ReadUntilAsync(frame => frame.Event == "token");
        _disk.IsFull = true;
        _released.SetResult();
        var end = (await stream.ReadFramesAsync())[^1];
        var repeat = await RepeatAsync();
        _disk.IsFull = false;
        _clock.Advance(TimeSpan.FromMinutes(2));
        var later = await RepeatAsync();
        var traces = (await _backend.Backend.GetAsync("/api/logs")).Json.GetProperty("traces");
        var next = await _backend.SendAsync(_thread, Hi);
        await _backend.DisposeAsync();
        _backend = await ScriptedBackend.StartAsync(_model, Configure);
        var restarted = await RepeatAsync();

        end.Event.Should().Be("error");
        foreach (var answer in new[] { repeat, later, restarted })
        {
            answer.Body.Should().EndWith(end.Text + "\n\n");
            Frames.Last(answer).GetProperty("code").GetString().Should().Be("TURN_OUTCOME_UNKNOWN");
        }

        traces[0].GetProperty("status").GetString().Should().Be("error");
        traces[0].GetProperty("ended_at").GetString().Should().NotBeNull();
        Frames.Text(next).Should().Be("Hi");
        _model.Requests.Should().HaveCount(2);
        _model.Requests[^1].Messages.Should().NotContain(message => message.Role == "assistant");
    }

    [Theory]
    [InlineData("INSERT ON messages")]
    [InlineData("UPDATE ON turns")]
    [InlineData("INSERT ON usage_events")]
    public async Task An_answer_that_the_store_does_not_take_is_unknown_and_stays_so(string change)
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"wait"}""", ("Idempotency-Key", "k"));
        await stream.ReadUntilAsync(frame => frame.Event == "token");
        SseFrame end;
        using (FullDatabase.For(_backend.Backend.Backend.Store(), change))
        {
            _released.SetResult();
            end = (await stream.ReadFramesAsync())[^1];
            (await RepeatAsync()).Body.Should().EndWith(end.Text + "\n\n");
            _clock.Advance(TimeSpan.FromMinutes(2));
            (await RepeatAsync()).Body.Should().EndWith(end.Text + "\n\n", "the turn is not forgotten");
        }

        _clock.Advance(TimeSpan.FromMinutes(2));
        var trace = (await _backend.Backend.GetAsync("/api/logs")).Json.GetProperty("traces")[0];
        (await RepeatAsync()).Body.Should().EndWith(end.Text + "\n\n");
        _clock.Advance(TimeSpan.FromHours(2));
        var expired = await RepeatAsync();

        end.Data.GetProperty("code").GetString().Should().Be("TURN_OUTCOME_UNKNOWN");
        trace.GetProperty("status").GetString().Should().Be("error");
        expired.Text("error").Should().Be("TURN_EXPIRED");
        _model.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("INSERT ON turns")]
    [InlineData("INSERT ON messages")]
    public async Task A_message_that_can_not_be_stored_is_refused_and_binds_no_key(string change)
    {
        using (FullDatabase.For(_backend.Backend.Backend.Store(), change))
        {
            (await _backend.SendAsync(_thread, Hi, ("Idempotency-Key", "k"))).ShouldBeRefused(507, "STORAGE_FULL");
        }

        Frames.Text(await _backend.SendAsync(_thread, """{"content":"Other"}""", ("Idempotency-Key", "k"))).Should().Be("Other");
        _model.Requests.Should().ContainSingle().Which.Messages.Should().ContainSingle();
    }

    [Fact]
    public async Task An_answer_that_is_stored_but_whose_end_the_journal_does_not_take_is_told_from_memory_and_after_a_restart()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"wait"}""", ("Idempotency-Key", "k"));
        await stream.ReadUntilAsync(frame => frame.Event == "token");
        _disk.IsFull = true;
        await _backend.StopAsync(_thread);
        var end = (await stream.ReadFramesAsync())[^1];
        _disk.IsFull = false;
        await _backend.DisposeAsync();
        _backend = await ScriptedBackend.StartAsync(_model, Configure);

        end.Event.Should().Be("done");
        (await RepeatAsync()).Body.Should().EndWith(end.Text + "\n\n");
    }

    [Fact]
    public async Task The_result_of_a_tool_that_the_store_does_not_take_is_not_told_and_the_agent_learns_that_it_called_the_tool()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"press"}""");
        await _toolBegan.Task.WaitAsync(Limit.Time);
        IReadOnlyList<SseFrame> frames;
        using (FullDatabase.For(_backend.Backend.Backend.Store(), "INSERT ON messages"))
        {
            _released.SetResult();
            frames = await stream.ReadFramesAsync();
        }

        await _backend.SendAsync(_thread, Hi);

        frames.Select(frame => frame.Event).Should().NotContain(["tool_result", "done"]);
        frames[^1].Data.GetProperty("code").GetString().Should().Be("TURN_OUTCOME_UNKNOWN");
        var told = _model.Requests[^1].Messages;
        told.SelectMany(message => message.Calls).Should().ContainSingle().Which.Tool.Should().Be("press");
        told.SelectMany(message => message.Results).Should().ContainSingle().Which.Text.Should().StartWith("There is no result");
    }

    [Fact]
    public async Task The_result_of_a_tool_that_the_journal_does_not_take_is_kept_for_the_agent_although_the_turn_is_unknown()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"press"}""");
        await _toolBegan.Task.WaitAsync(Limit.Time);
        _disk.IsFull = true;
        _released.SetResult();
        var frames = await stream.ReadFramesAsync();
        _disk.IsFull = false;
        await _backend.SendAsync(_thread, Hi);

        frames.Select(frame => frame.Event).Should().NotContain(["tool_result", "done"]);
        frames[^1].Data.GetProperty("code").GetString().Should().Be("TURN_OUTCOME_UNKNOWN");
        _model.Requests[^1].Messages.SelectMany(message => message.Results).Should().ContainSingle().Which.Text.Should().Be("pressed");
    }

    [Fact]
    public async Task A_tool_whose_call_can_not_be_stored_does_not_run()
    {
        using (FullDatabase.For(_backend.Backend.Backend.Store(), "INSERT ON tool_calls"))
        {
            var answer = await _backend.SendAsync(_thread, """{"content":"press"}""");

            Frames.Names(answer).Should().NotContain(["tool_call", "tool_result", "done"]);
            Frames.Last(answer).GetProperty("code").GetString().Should().Be("TURN_OUTCOME_UNKNOWN");
        }

        _toolBegan.Task.IsCompleted.Should().BeFalse();
    }

    private async Task<ToolOutcome> PressAsync(AgentToolCall call, CancellationToken stop)
    {
        _toolBegan.TrySetResult();
        await _released.Task.WaitAsync(stop);
        return ToolOutcome.Of("pressed");
    }

    private Task<HttpAnswer> RepeatAsync() => _backend.SendAsync(_thread, """{"content":"wait"}""", ("Idempotency-Key", "k"));

    private void Configure(FlapjackBackendOptions options)
    {
        options.DataDirectory = _folder.Path;
        options.TimeProvider = _clock;
        options.WriteJournal = _disk.Write;
        options.ToolSources.Add(new TestTools().Add("press", PressAsync));
    }
}
