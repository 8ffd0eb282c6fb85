namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>Reading the events of a turn again, and on.</summary>
public sealed class ResumeTurnTests : IAsyncLifetime, IDisposable
{
    private readonly ScriptedChatModel _model = new();
    private ScriptedBackend _backend = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("stall").Say("I think").Stall();
        _backend = await ScriptedBackend.StartAsync(_model);
        _thread = await _backend.CreateThreadAsync();
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task An_ended_turn_can_be_read_again_from_each_of_its_events()
    {
        var sent = await _backend.SendAsync(_thread, """{"content":"One two three"}""");
        var turn = Frames.TurnId(sent);
        var frames = sent.Body.Split("\n\n")[1..^1];

        (await _backend.ReadAgainAsync(_thread, turn)).Body.Should().Be(sent.Body);
        (await _backend.ReadAgainAsync(_thread, turn.ToUpperInvariant())).Body.Should().Be(sent.Body);
        for (var seen = 0; seen <= frames.Length; seen++)
        {
            var rest = await _backend.ReadAgainAsync(_thread, turn, ("Last-Event-ID", $"{turn}:{seen}"));

            rest.Body.Should().Be(string.Concat(frames[seen..].Prepend(": open").Select(frame => frame + "\n\n")));
        }
    }

    [Fact]
    public async Task A_running_turn_is_read_on_to_its_end()
    {
        using var sent = await _backend.StreamAsync(_thread, """{"content":"stall"}""");
        var turn = (await sent.ReadUntilAsync(frame => frame.Event == "meta")).Data.GetProperty("turnId").GetString()!;
        await sent.ReadUntilAsync(frame => frame.Event == "token");

        var resumed = _backend.ReadAgainAsync(_thread, turn, ("Last-Event-ID", $"{turn}:2"));
        await _backend.StopAsync(_thread);

        var body = (await resumed).Body;
        Frames.Of(body).Select(frame => frame.Event).Should().Equal("token", "done");
        body.Should().StartWith($": open\n\nid: {turn}:3\nevent: token\ndata: {{\"delta\":\"think\"}}\n\n");
    }

    [Theory]
    [InlineData("7")]
    [InlineData("<turn>")]
    [InlineData("<turn>:x")]
    [InlineData("<turn>:-1")]
    [InlineData("<turn>:5")]
    [InlineData("<turn>:99999999999999999999")]
    public async Task An_id_that_no_event_has_is_refused(string id)
    {
        var sent = await _backend.SendAsync(_thread, """{"content":"One two"}""");
        var turn = Frames.TurnId(sent);

        (await _backend.ReadAgainAsync(_thread, turn, ("Last-Event-ID", id.Replace("<turn>", turn)))).ShouldBeRefused(400, "INVALID_LAST_EVENT_ID");
    }

    [Fact]
    public async Task The_id_of_another_turn_reads_from_the_start()
    {
        var other = Frames.TurnId(await _backend.SendAsync(_thread, """{"content":"One"}"""));
        var sent = await _backend.SendAsync(_thread, """{"content":"Two"}""");

        (await _backend.ReadAgainAsync(_thread, Frames.TurnId(sent), ("Last-Event-ID", $"{other}:3"))).Body.Should().Be(sent.Body);
    }

    [Fact]
    public async Task A_turn_that_the_thread_does_not_have_is_unknown()
    {
        var sent = await _backend.SendAsync(await _backend.CreateThreadAsync(), """{"content":"Elsewhere"}""");

        foreach (var turn in new[] { Guid.NewGuid().ToString(), "nonsense", Frames.TurnId(sent) })
        {
            (await _backend.ReadAgainAsync(_thread, turn)).ShouldBeRefused(404, "NOT_FOUND");
            (await _backend.Backend.DeleteAsync($"/api/threads/{_thread}/messages/{turn}")).ShouldBeRefused(404, "NOT_FOUND");
        }
    }

    [Fact]
    public async Task A_turn_that_waits_for_results_ends_its_replay_with_requires_action()
    {
        _model.When("tool").Call("lookup");
        var sent = await _backend.SendAsync(_thread, """{"content":"tool","tools":[{"name":"lookup"}]}""");

        var again = await _backend.ReadAgainAsync(_thread, Frames.TurnId(sent));

        again.Body.Should().Be(sent.Body);
        Frames.Names(again).Should().EndWith("requires_action");
    }

    [Fact]
    public async Task Without_extensions_there_is_nothing_to_read_again()
    {
        await using var documented = await ScriptedBackend.StartAsync(new ScriptedChatModel(), options => options.Extensions = false);
        var thread = await documented.CreateThreadAsync();

        (await documented.ReadAgainAsync(thread, Guid.NewGuid().ToString())).Status.Should().Be(404);
    }
}
