using System.Net;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>A repeat of a message under its key is the same turn, and the model is asked once.</summary>
public sealed class IdempotentTurnTests : IAsyncLifetime, IDisposable
{
    private const string Hi = """{"content":"Hi"}""";

    private readonly ScriptedChatModel _model = new();
    private readonly ArmedTime _clock = new();
    private ScriptedBackend _backend = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("stall").Say("I think").Stall();
        _backend = await ScriptedBackend.StartAsync(_model, options => options.TimeProvider = _clock);
        _thread = await _backend.CreateThreadAsync();
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task A_repeat_of_an_ended_turn_is_its_whole_stream_again()
    {
        var first = await SendAsync(Hi, "k");
        var repeat = await SendAsync(Hi, "k");
        var rest = await _backend.SendAsync(_thread, Hi, ("Idempotency-Key", "k"), ("Last-Event-ID", $"{Frames.TurnId(first)}:2"));

        repeat.Body.Should().Be(first.Body);
        rest.Body.Should().Be(": open\n\n" + first.Body[first.Body.IndexOf($"id: {Frames.TurnId(first)}:3", StringComparison.Ordinal)..]);
        _model.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_repeat_of_a_running_turn_attaches_to_it()
    {
        using var first = await _backend.StreamAsync(_thread, """{"content":"stall"}""", ("Idempotency-Key", "k"));
        var turn = (await first.ReadUntilAsync(frame => frame.Event == "meta")).Data.GetProperty("turnId").GetString();
        using var second = await _backend.StreamAsync(_thread, """{"content":"stall"}""", ("Idempotency-Key", "k"));
        await second.ReadUntilAsync(frame => frame.Event == "token");

        await _backend.StopAsync(_thread);

        (await second.ReadFramesAsync())[^1].Text.Should().Be((await first.ReadFramesAsync())[^1].Text).And.StartWith($"id: {turn}:");
        _model.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_key_with_another_body_is_refused_while_its_turn_runs_and_afterwards()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"stall"}""", ("Idempotency-Key", "k"));
        (await SendAsync(Hi, "k")).ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
        await _backend.StopAsync(_thread);

        (await SendAsync(Hi, "k")).ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
        await SendAsync(Hi, "k2");
        (await SendAsync("""{"content":"Hi!"}""", "k2")).ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task Two_requests_with_one_key_at_the_same_instant_are_one_turn()
    {
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(Hi, $"k{round}")));

            answers.Should().OnlyContain(answer => answer.Status == 200);
            answers.Select(answer => answer.Body).Distinct().Should().ContainSingle();
            _model.Requests.Should().HaveCount(round + 1);
        }
    }

    [Fact]
    public async Task After_the_journal_is_gone_a_repeat_is_told_that_the_turn_has_ended_and_after_the_key_is_gone_too_the_message_is_new()
    {
        var first = await SendAsync(Hi, "k");
        _clock.Advance(TimeSpan.FromHours(2));
        var expired = await SendAsync(Hi, "k");
        var read = await _backend.ReadAgainAsync(_thread, Frames.TurnId(first));
        _clock.Advance(TimeSpan.FromHours(23));
        var anew = await SendAsync(Hi, "k");

        expired.ShouldBeRefused(410, "TURN_EXPIRED");
        read.ShouldBeRefused(410, "TURN_EXPIRED");
        anew.Status.Should().Be(200, anew.Body);
        _model.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task A_key_whose_time_is_over_is_free_also_before_its_row_is_swept_away()
    {
        // The sweeper runs each minute, on the minute of the start. The turn ends 30 seconds after a minute, so for 30 seconds its row outlives its key.
        _clock.Advance(TimeSpan.FromSeconds(30));
        await SendAsync(Hi, "k");
        _clock.Advance(TimeSpan.FromHours(24));

        (await SendAsync("""{"content":"Other"}""", "k")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_key_that_was_stopped_before_its_message_came_never_runs()
    {
        var stopped = await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages?key=k");

        (stopped.Status, stopped.Body).Should().Be((200, """{"ok":true}"""));
        (await SendAsync(Hi, "k")).ShouldBeRefused(410, "TURN_EXPIRED");
        _model.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_stop_by_its_key_ends_a_running_turn_and_leaves_an_ended_one_alone()
    {
        using var first = await _backend.StreamAsync(_thread, """{"content":"stall"}""", ("Idempotency-Key", "k"));
        await first.ReadUntilAsync(frame => frame.Event == "token");
        var stopped = await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages?key=k");
        var frames = await first.ReadFramesAsync();
        var again = await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages?key=k");

        stopped.Status.Should().Be(200);
        frames[^1].Event.Should().Be("done");
        again.Status.Should().Be(200);
        Frames.Names(await SendAsync("""{"content":"stall"}""", "k")).Should().Equal("meta", "token", "token", "done");
        _model.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?key=a&key=b")]
    public async Task A_stop_without_one_key_is_refused(string query) =>
        (await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages{query}")).ShouldBeRefused(400, "INVALID_IDEMPOTENCY_KEY");

    [Theory]
    [InlineData("""{"content":" "}""", 400)]
    [InlineData("""{"toolResults":[{"toolCallId":"x","result":1}]}""", 422)]
    public async Task A_refused_request_does_not_bind_its_key(string body, int status)
    {
        (await SendAsync(body, "k")).Status.Should().Be(status);

        (await SendAsync(Hi, "k")).Status.Should().Be(200);
    }

    [Fact]
    public async Task A_message_that_is_refused_because_a_turn_runs_does_not_bind_its_key()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"stall"}""");
        (await SendAsync(Hi, "k")).ShouldBeRefused(409, "TURN_RUNNING");
        await _backend.StopAsync(_thread);

        Frames.Text(await SendAsync("""{"content":"Other"}""", "k")).Should().Be("Other");
    }

    [Fact]
    public async Task A_key_is_free_in_other_threads_and_organizations()
    {
        await SendAsync(Hi, "k");
        var other = await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Other"}""", ("Idempotency-Key", "k"));
        using var stranger = _backend.Backend.StrangerOf("agents:read", "agents:write", "sandbox:admin");
        var agent = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/agents", """{"name":"Theirs"}""");
        var thread = await TestBackend.SendAsync(stranger, HttpMethod.Post, "/api/threads", $$"""{"agentId":"{{agent.Text("id")}}"}""");
        var theirs = await TestBackend.SendAsync(
            stranger, HttpMethod.Post, $"/api/threads/{thread.Text("id")}/messages", """{"content":"Theirs"}""", ("Idempotency-Key", "k"));

        Frames.Text(other).Should().Be("Other");
        Frames.Text(theirs).Should().Be("Theirs");
    }

    [Fact]
    public async Task A_thread_of_another_organization_can_neither_be_written_nor_read_nor_stopped()
    {
        var first = await SendAsync(Hi, "k");
        using var stranger = _backend.Backend.StrangerOf("sandbox:admin");
        var messages = $"/api/threads/{_thread}/messages";

        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, messages), (HttpMethod.Get, $"{messages}/{Frames.TurnId(first)}/events"), (HttpMethod.Delete, $"{messages}/{Frames.TurnId(first)}"),
            (HttpMethod.Delete, $"{messages}?key=k"), (HttpMethod.Post, $"/api/threads/{_thread}/stop"),
        })
        {
            (await TestBackend.SendAsync(stranger, method, path, method == HttpMethod.Post ? Hi : null)).ShouldBeRefused((int)HttpStatusCode.Forbidden, "FORBIDDEN");
        }
    }

    private Task<HttpAnswer> SendAsync(string body, string key) => _backend.SendAsync(_thread, body, ("Idempotency-Key", key));
}
