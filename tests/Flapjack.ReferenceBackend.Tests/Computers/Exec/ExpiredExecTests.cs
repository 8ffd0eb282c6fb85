using Flapjack.ReferenceBackend.Audit;
using LocalComputers.Computers.Exec;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExpiredExecTests : IAsyncLifetime
{
    private readonly ArmedTime _clock = new();
    private readonly string _key = NewKey();
    private ReadyComputer _computer = null!;

    public async Task InitializeAsync() => _computer = await StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task The_journal_is_kept_for_an_hour_after_the_end()
    {
        var first = await _computer.PostAsync(Body("echo kept"), Key(_key));

        _clock.Advance(TimeSpan.FromMinutes(60) - TimeSpan.FromMilliseconds(1));
        var repeat = await _computer.PostAsync(Body("echo kept"), Key(_key));
        var resumed = await _computer.GetAsync(first.Body.WireFrames().First().Split('"')[3]);

        repeat.Body.Should().Be(first.Body);
        resumed.Body.Should().Be(first.Body);
    }

    [Fact]
    public async Task A_repeat_after_that_tells_the_recorded_exit_and_runs_nothing()
    {
        var command = "echo x >>$HOME/expired; echo out; exit 3";
        var first = await _computer.RunAsync(command, Key(_key));

        _clock.Advance(TimeSpan.FromHours(1));
        var repeat = await _computer.PostAsync(Body(command), Key(_key));
        var resumed = await _computer.GetAsync(first.ExecId());
        var stopped = await _computer.StopAsync(first.ExecId());

        foreach (var answer in new[] { repeat, resumed })
        {
            answer.Status.Should().Be(410, answer.Body);
            answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("error", "detail", "exit");
            answer.Text("error").Should().Be("EXEC_EXPIRED");
            answer.Json.GetProperty("exit").GetRawText().Should().Be(first.Exit().GetRawText());
        }

        stopped.Status.Should().Be(200, "it has ended, which is all that was asked for");
        _computer.LinesOf("expired").Should().Be(1);
    }

    [Fact]
    public async Task Another_body_is_told_that_the_key_was_used_even_when_the_journal_is_gone()
    {
        await _computer.RunAsync("echo one", Key(_key));

        _clock.Advance(TimeSpan.FromHours(2));
        var answer = await _computer.PostAsync(Body("echo two"), Key(_key));

        answer.ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
    }

    [Fact]
    public async Task The_hour_begins_with_the_end_and_not_with_the_start()
    {
        var command = $"echo begun; {WaitAt("long-go")}; echo over";
        using var stream = await _computer.ExecAsync(command, Key(_key));
        await stream.ReadUntilPrintedAsync("begun");
        _clock.Advance(TimeSpan.FromSeconds(119));
        _computer.Open("long-go");
        await stream.ReadToEndAsync();

        _clock.Advance(TimeSpan.FromMinutes(59));
        var repeat = await _computer.PostAsync(Body(command), Key(_key));

        repeat.Body.Should().Contain("over\\n");
    }

    [Theory]
    [InlineData(23.9, 410, 1)]
    [InlineData(24.1, 200, 2)]
    public async Task A_key_is_free_again_a_day_after_the_end(double hours, int status, int runs)
    {
        const string Command = "echo x >>$HOME/day";
        await _computer.RunAsync(Command, Key(_key));

        _clock.Advance(TimeSpan.FromHours(hours));
        var answer = await _computer.PostAsync(Body(Command), Key(_key));

        answer.Status.Should().Be(status, answer.Body);
        _computer.LinesOf("day").Should().Be(runs);
    }

    [Fact]
    public async Task Both_times_are_options()
    {
        await using var brief = await StartAsync(options =>
        {
            options.TimeProvider = _clock;
            options.JournalRetention = TimeSpan.FromSeconds(5);
            options.ExecKeyRetention = TimeSpan.FromSeconds(10);
        });
        await brief.RunAsync("echo x >>$HOME/brief", Key(_key));

        _clock.Advance(TimeSpan.FromSeconds(6));
        var expired = await brief.PostAsync(Body("echo x >>$HOME/brief"), Key(_key));
        _clock.Advance(TimeSpan.FromSeconds(5));
        var free = await brief.PostAsync(Body("echo x >>$HOME/brief"), Key(_key));

        (expired.Status, free.Status).Should().Be((410, 200));
        brief.LinesOf("brief").Should().Be(2);
    }

    [Fact]
    public async Task A_key_stopped_long_after_its_time_bars_a_later_spawn_like_a_new_one()
    {
        const string Command = "echo x >>$HOME/stale";
        await _computer.RunAsync(Command, Key(_key));
        _clock.Advance(TimeSpan.FromHours(25));

        await _computer.StopKeyAsync(_key);
        var barred = await _computer.PostAsync(Body(Command), Key(_key));

        barred.Status.Should().Be(410, barred.Body);
        _computer.LinesOf("stale").Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_a_crash_cut_short_is_unknown_and_never_run_again()
    {
        var request = new ExecRequest("echo x >>$HOME/crashed", TimeSpan.FromSeconds(120), null, _key);
        _computer.Server.Backend.Execs().Add(new(
            "exec_crashed", _computer.Server.Backend.OrgId, _computer.Agent, _key, request.BodyHash(), _clock.GetUtcNow(), null, null)
        { Actor = AuditActor.Backend });

        var repeat = await _computer.PostAsync(Body(request.Command), Key(_key));
        var resumed = await _computer.GetAsync("exec_crashed", After("7"));
        _clock.Advance(TimeSpan.FromDays(30));
        var muchLater = await _computer.PostAsync(Body(request.Command), Key(_key));
        var reused = await _computer.PostAsync(Body("echo other"), Key(_key));

        foreach (var answer in new[] { repeat, resumed, muchLater })
        {
            answer.Status.Should().Be(200);
            answer.ContentType.Should().Be("text/event-stream; charset=utf-8");
            answer.Body.Should().StartWith(": open\n\nevent: error\ndata: {\"code\":\"EXEC_OUTCOME_UNKNOWN\",").And.EndWith("}\n\n");
        }

        reused.ShouldBeRefused(422, "IDEMPOTENCY_KEY_REUSED");
        _computer.LinesOf("crashed").Should().Be(0);
    }

    [Fact]
    public async Task Stopping_what_a_crash_cut_short_succeeds_and_changes_nothing()
    {
        var request = new ExecRequest("echo x", TimeSpan.FromSeconds(120), null, _key);
        _computer.Server.Backend.Execs().Add(new(
            "exec_lost", _computer.Server.Backend.OrgId, _computer.Agent, _key, request.BodyHash(), _clock.GetUtcNow(), null, null)
        { Actor = AuditActor.Backend });

        var byId = await _computer.StopAsync("exec_lost");
        var byKey = await _computer.StopKeyAsync(_key);
        var repeat = await _computer.PostAsync(Body(request.Command), Key(_key));

        (byId.Status, byKey.Status).Should().Be((200, 200));
        repeat.Body.Should().Contain("EXEC_OUTCOME_UNKNOWN");
    }
}
