using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers.Storage;
using Flapjack.ReferenceBackend.Tests.Limits;
using LocalComputers.Storage;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>A command whose journal or whose row the disk does not take: its stream ends with its last event all the same, and so does every repeat.</summary>
public sealed class ExecOnAFullDiskTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("full-").FullName;
    private readonly JournalDisk _disk = new();
    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    private Store Store => _computer.Server.Backend.Store();

    public async Task InitializeAsync() => _computer = await StartAsync(Configure);

    public async Task DisposeAsync()
    {
        await _computer.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(28)]
    [InlineData(122)]
    [InlineData(5)]
    [InlineData(30)]
    public async Task Output_that_can_not_be_written_ends_as_unknown_for_the_reader_and_for_every_repeat(int errno)
    {
        var key = Key(NewKey());
        var command = "echo begun; " + WaitAt("gate") + "; echo more; exec sleep 1000";
        using var stream = await _computer.ExecAsync(command, key);
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadPrintedAsync("begun");

        _disk.Failure = new IOException("The write failed.", errno);
        _computer.Open("gate");
        var end = await stream.ReadFramesAsync();

        end.ShouldEndWithError("EXEC_OUTCOME_UNKNOWN");
        var repeats = new List<string>();
        foreach (var isFull in new[] { true, false })
        {
            _disk.IsFull = isFull;
            repeats.Add((await _computer.PostAsync(Body(command), key)).Body);
            repeats.Add((await _computer.GetAsync(exec)).Body);
        }

        repeats.Distinct().Should().ContainSingle().Which.WireFrames()[^1].Should().Be(end[^1].Text + "\n\n");
        (await _computer.RunAsync("echo on")).Printed().Should().Be("on\n");
    }

    [Fact]
    public async Task An_exit_that_the_journal_does_not_take_but_the_store_does_is_told_and_stays_so_after_a_restart()
    {
        var key = Key(NewKey());
        var command = "echo begun; " + WaitAt("gate") + "; exit 3";
        var said = await EndOnFullDiskAsync(command, key);
        var repeated = await _computer.PostAsync(Body(command), key);
        _disk.IsFull = false;
        var exec = said.ExecId();
        var agent = _computer.Agent;

        await _computer.DisposeAsync();
        _computer = await StartAsync(Configure);
        var again = await _computer.Server.GetAsync($"/api/agents/{agent}/computer/exec/{exec}");
        var repeatedAgain = await _computer.Server.PostAsync($"/api/agents/{agent}/computer/exec", Body(command), key);

        said.Exit().GetProperty("exitCode").GetInt32().Should().Be(3);
        foreach (var answer in new[] { repeated, again, repeatedAgain })
        {
            answer.Body.WireFrames().Should().Equal(said.Select(frame => frame.Text + "\n\n"));
        }
    }

    [Theory]
    [InlineData("stopped", "event: exit", "\"exitCode\":143,")]
    [InlineData("timed out", "event: exit", "\"timedOut\":true,")]
    [InlineData("destroyed", "event: error", "\"code\":\"SANDBOX_DESTROYED\"")]
    [InlineData("failed", "event: error", "\"code\":\"SANDBOX_DESTROYED\"")]
    public async Task However_a_command_is_ended_its_last_event_is_told_from_memory_and_to_every_repeat(string end, string name, string data)
    {
        var key = Key(NewKey());
        using var stream = await _computer.ExecAsync("echo begun; exec sleep 1000", key);
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadPrintedAsync("begun");
        _disk.IsFull = true;

        await (end switch
        {
            "stopped" => _computer.StopAsync(exec),
            "timed out" => Task.Run(() => _clock.Advance(TimeSpan.FromSeconds(120))),
            "destroyed" => _computer.Server.Backend.Computers.DestroyAsync(_computer.Agent),
            _ => _computer.Server.Backend.Computers.FailAsync(_computer.Agent),
        });
        var last = (await stream.ReadFramesAsync())[^1].Text;
        var repeat = await _computer.PostAsync(Body("echo begun; exec sleep 1000"), key);
        var resumed = await _computer.GetAsync(exec, After("2"));

        last.Should().Contain(name).And.Contain(data);
        repeat.Body.WireFrames()[^1].Should().Be(last + "\n\n");
        resumed.Body.WireFrames()[^1].Should().Be(last + "\n\n");
    }

    [Fact]
    public async Task An_exit_that_neither_the_journal_nor_the_store_takes_is_unknown_and_stays_so()
    {
        var key = Key(NewKey());
        var command = "echo begun; " + WaitAt("gate") + "; exit 0";
        List<SseFrame> said;
        using (FullDatabase.For(Store, "UPDATE ON execs"))
        {
            said = await EndOnFullDiskAsync(command, key);
            (await _computer.PostAsync(Body(command), key)).Body.Should().Contain("EXEC_OUTCOME_UNKNOWN");
        }

        _disk.IsFull = false;
        var exec = said.ExecId();
        _clock.Advance(TimeSpan.FromMinutes(1));
        var row = _computer.Server.Backend.Execs().Find(_computer.Agent, exec)!;
        var agent = _computer.Agent;
        await _computer.DisposeAsync();
        _computer = await StartAsync(Configure);
        var again = await _computer.Server.PostAsync($"/api/agents/{agent}/computer/exec", Body(command), key);

        said.ShouldEndWithError("EXEC_OUTCOME_UNKNOWN");
        (row.EndedAt is null, row.Outcome).Should().Be((false, null), "there was room when the minute was over");
        again.Body.WireFrames().Select(frame => frame.Split('\n')[1]).Should().Equal(said.Select(frame => "event: " + frame.Event));
        again.Body.Should().Contain("EXEC_OUTCOME_UNKNOWN");
    }

    [Fact]
    public async Task An_exit_that_only_the_journal_takes_is_what_its_key_tells_also_when_its_hour_is_over_and_the_store_gets_it_later()
    {
        var key = Key(NewKey());
        HttpAnswer first, late;
        using (FullDatabase.For(Store, "UPDATE ON execs"))
        {
            first = await _computer.PostAsync(Body("exit 4"), key);
            _clock.Advance(TimeSpan.FromHours(2));
            late = await _computer.PostAsync(Body("exit 4"), key);
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        var expired = await _computer.PostAsync(Body("exit 4"), key);

        first.Body.Should().Contain("\"exitCode\":4");
        late.Body.Should().Be(first.Body);
        expired.Status.Should().Be(410, expired.Body);
        expired.Json.GetProperty("exit").GetProperty("exitCode").GetInt32().Should().Be(4);
    }

    [Fact]
    public async Task A_command_whose_first_event_can_not_be_written_is_not_started_and_says_so()
    {
        _disk.IsFull = true;

        var frames = await _computer.RunAsync("echo x >>$HOME/ran");

        frames.Should().ContainSingle().Which.Text.Should().Be(
            """
            id: 1
            event: error
            data: {"code":"EXEC_START_FAILED","detail":"The backend could not record the command's first event, and did not start it."}
            """);
        _computer.LinesOf("ran").Should().Be(0);
    }

    [Fact]
    public async Task A_tail_that_can_not_be_delivered_makes_no_exit_that_lacks_it()
    {
        await using var small = await StartAsync(options =>
        {
            options.MaxOutputBytes = 100;
            options.WriteJournal = _disk.Write;
        });
        using var stream = await small.ExecAsync("echo begun; head -c 1000 /dev/zero | tr '\\0' x; " + WaitAt("gate"));
        await stream.ReadPrintedAsync("xxx");

        _disk.IsFull = true;
        small.Open("gate");

        (await stream.ReadFramesAsync()).ShouldEndWithError("EXEC_OUTCOME_UNKNOWN");
    }

    [Fact]
    public async Task A_command_whose_row_can_not_be_stored_is_refused_before_anything_of_it_happens_and_binds_no_key()
    {
        var key = Key(NewKey());
        HttpAnswer refused;
        using (FullDatabase.For(Store, "INSERT ON execs"))
        {
            refused = await _computer.PostAsync(Body("echo x >>$HOME/ran"), key);
        }

        var ran = await _computer.RunAsync("echo x >>$HOME/ran; echo another", key);

        refused.ShouldBeRefused(507, "STORAGE_FULL");
        ran.Printed().Should().Be("another\n");
        _computer.LinesOf("ran").Should().Be(1);
    }

    [Fact]
    public async Task A_command_that_can_not_be_stored_counts_nothing_against_the_limits()
    {
        await using var limited = await LimitedComputer.StartAsync(new() { PerAgentPerMinute = 1, PerOrgPerMinute = 1 }, new ArmedTime());
        using (FullDatabase.For(limited.Server.Backend.Store(), "INSERT ON execs"))
        {
            (await limited.PostAsync(Body("true"))).ShouldBeRefused(507, "STORAGE_FULL");
        }

        (await limited.PostAsync(Body("true"))).Status.Should().Be(200);
        (await limited.PostAsync(Body("true"))).ShouldBeLimited("AGENT", 60);
    }

    [Fact]
    public async Task Old_keys_that_can_not_be_removed_keep_no_known_key_from_its_answer()
    {
        await _computer.RunAsync("true", Key(NewKey()));
        _clock.Advance(TimeSpan.FromHours(25));
        var key = Key(NewKey());
        var first = await _computer.PostAsync(Body("echo one"), key);
        await _computer.RunAsync("true");
        _clock.Advance(TimeSpan.FromMinutes(30));
        Store.Write((StoreSession db) => { db.Execute("UPDATE execs SET ended_at = 1 WHERE idempotency_key IS NULL"); });

        using var full = FullDatabase.For(Store, "DELETE ON execs");
        var again = await _computer.PostAsync(Body("echo one"), key);

        again.Body.Should().Be(first.Body);
    }

    [Theory]
    [InlineData("INSERT ON sandbox_audit_log")]
    [InlineData("INSERT ON webhooks")]
    public async Task What_only_tells_of_a_command_does_not_stop_it(string change)
    {
        using var full = FullDatabase.For(Store, change);

        (await _computer.RunAsync("echo ran")).Printed().Should().Be("ran\n");
    }

    private async Task<List<SseFrame>> EndOnFullDiskAsync(string command, (string Name, string Value) key)
    {
        using var stream = await _computer.ExecAsync(command, key);
        var frames = new List<SseFrame>();
        frames.Add(await stream.ReadUntilAsync(frame => frame.Event == "exec_started"));
        frames.Add(await stream.ReadUntilPrintedAsync("begun"));
        _disk.IsFull = true;
        _computer.Open("gate");
        frames.AddRange(await stream.ReadFramesAsync());
        return frames;
    }

    private void Configure(FlapjackBackendOptions options)
    {
        options.DataDirectory = _directory;
        options.TimeProvider = _clock;
        options.WriteJournal = _disk.Write;
    }
}
