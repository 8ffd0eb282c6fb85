using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>What becomes of a turn whose reader leaves.</summary>
public sealed class LeavingTurnTests : IAsyncLifetime, IDisposable
{
    // Not a minute, for which the sweeper waits on the same clock.
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan Half = TimeSpan.FromSeconds(25);

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ScriptedChatModel _model = new();
    private readonly ArmedTime _clock = new();
    private ScriptedBackend _backend = null!;
    private HttpClient _leaver = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("stall").Say("I think").Stall();
        _model.When("deaf").Say("I think ").StallUntil(_released.Task).Say("so.");
        _backend = await ScriptedBackend.StartAsync(_model, options => options.TimeProvider = _clock);
        _thread = await _backend.CreateThreadAsync();
        // Otherwise the connection would stay open for two seconds, because the answer may be over soon.
        _leaver = new(new SocketsHttpHandler { UseProxy = false, ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = _backend.Backend.Backend.BaseAddress };
        _leaver.DefaultRequestHeaders.Authorization = new("Bearer", _backend.Backend.Backend.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _released.TrySetResult();
        await _backend.DisposeAsync();
    }

    public void Dispose()
    {
        _leaver.Dispose();
        _model.Dispose();
    }

    [Fact]
    public async Task The_model_is_cancelled_at_once_when_the_reader_leaves()
    {
        await LeaveAsync("stall");

        (await _model.Requests[0].Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
    }

    [Fact]
    public async Task With_time_allowed_the_turn_runs_on_and_its_answer_is_stored()
    {
        var turn = await LeaveAsync("deaf", ("Flapjack-Detach-Seconds", "50"));
        await _clock.IsArmedAsync(Allowed);
        _clock.Advance(Half);
        _released.SetResult();
        var read = await _backend.ReadAgainAsync(_thread, turn);
        await _backend.SendAsync(_thread, """{"content":"And?"}""");

        Frames.Last(read).GetProperty("content").GetString().Should().Be("I think so.");
        Frames.Last(read).TryGetProperty("messageId", out _).Should().BeTrue();
        _model.Requests[^1].Messages.Select(message => message.Text).Should().Equal("deaf", "I think so.", "And?");
    }

    [Fact]
    public async Task A_reader_who_comes_back_in_time_keeps_the_turn()
    {
        var turn = await LeaveAsync("stall", ("Flapjack-Detach-Seconds", "50"));
        await _clock.IsArmedAsync(Allowed);
        _clock.Advance(Half);
        using var back = await SseStream.OpenAsync(_backend.Backend.Client, new(HttpMethod.Get, $"/api/threads/{_thread}/messages/{turn}/events"));
        await back.ReadUntilAsync(frame => frame.Event == "token");
        _clock.Advance(2 * Half);

        _model.Requests[0].Ended.IsCompleted.Should().BeFalse("somebody reads it");
        await _backend.StopAsync(_thread);
        (await back.ReadFramesAsync())[^1].Event.Should().Be("done");
    }

    [Fact]
    public async Task When_nobody_comes_back_in_time_the_turn_is_stopped()
    {
        var turn = await LeaveAsync("stall", ("Flapjack-Detach-Seconds", "50"));
        await _clock.IsArmedAsync(Allowed);
        _clock.Advance(2 * Half);

        (await _model.Requests[0].Ended.WaitAsync(Limit.Time)).Should().Be(ScriptedEnd.Cancelled);
        var read = await _backend.ReadAgainAsync(_thread, turn);
        Frames.Names(read).Should().EndWith("done");
        Frames.Last(read).TryGetProperty("messageId", out _).Should().BeFalse();
    }

    [Fact]
    public async Task The_next_message_right_after_leaving_is_not_refused()
    {
        for (var round = 0; round < 20; round++)
        {
            await LeaveAsync("stall");

            var next = await _backend.SendAsync(_thread, """{"content":"Next"}""");

            next.Status.Should().Be(200, next.Body);
            Frames.Text(next).Should().Be("Next");
        }
    }

    [Fact]
    public async Task The_next_message_does_not_wait_for_a_model_that_ignores_its_cancellation()
    {
        await LeaveAsync("deaf");

        Frames.Text(await _backend.SendAsync(_thread, """{"content":"Next"}""")).Should().Be("Next");
        _model.Requests[0].Ended.IsCompleted.Should().BeFalse();
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("3601")]
    [InlineData("soon")]
    public async Task An_odd_time_is_refused(string seconds) =>
        (await _backend.SendAsync(_thread, """{"content":"Hi"}""", ("Flapjack-Detach-Seconds", seconds))).ShouldBeRefused(400, "INVALID_DETACH_SECONDS");

    private async Task<string> LeaveAsync(string content, params (string Name, string Value)[] headers)
    {
        using var stream = await ScriptedBackend.StreamAsync(_leaver, _thread, $$"""{"content":"{{content}}"}""", headers);
        var turn = (await stream.ReadUntilAsync(frame => frame.Event == "meta")).Data.GetProperty("turnId").GetString()!;
        await stream.ReadUntilAsync(frame => frame.Event == "token");
        return turn;
    }
}
