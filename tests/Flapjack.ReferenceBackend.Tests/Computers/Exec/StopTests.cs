using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class StopTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private readonly string _key = NewKey();

    [Fact]
    public async Task A_stop_is_answered_when_the_whole_tree_is_dead()
    {
        using var stream = await computer.ExecAsync("""
            echo $$; sleep 1000 & echo $!; setsid sleep 1000 & echo $!
            (setsid bash -c 'trap "" TERM HUP; sleep 1000 & echo $! >$TMPDIR/tree; wait' &)
            until [ -s $TMPDIR/tree ]; do sleep 0.01; done; cat $TMPDIR/tree; echo begun; wait
            """);
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        var processes = (await stream.ReadPrintedAsync("begun")).ProcessIds();
        processes.Should().HaveCount(4).And.OnlyContain(id => HostProcesses.IsAlive(id));

        var answer = await computer.StopAsync(exec);
        var alive = processes.Where(HostProcesses.IsAlive).ToArray();

        answer.Status.Should().Be(200);
        answer.Body.Should().Be("""{"ok":true}""");
        alive.Should().BeEmpty();
    }

    [Fact]
    public async Task Every_reader_is_told_that_the_command_was_killed()
    {
        using var first = await computer.ExecAsync("echo begun; exec sleep 1000");
        var exec = (await first.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await first.ReadUntilPrintedAsync("begun");
        using var second = await computer.ReadAgainAsync(exec);
        await second.ReadUntilPrintedAsync("begun");

        await computer.StopAsync(exec);
        var ends = await Task.WhenAll(first.ReadFramesAsync(), second.ReadFramesAsync());

        foreach (var end in ends.Select(frames => frames.Exit()))
        {
            end.GetProperty("signal").GetString().Should().Be("SIGTERM");
            end.GetProperty("exitCode").GetInt32().Should().Be(143);
            end.GetProperty("ok").GetBoolean().Should().BeFalse();
            end.GetProperty("timedOut").GetBoolean().Should().BeFalse();
        }
    }

    [Fact]
    public async Task A_command_in_the_midst_of_its_output_stops_and_what_was_said_stays_exact()
    {
        using var stream = await computer.ExecAsync("exec yes");
        var frames = new List<SseFrame> { await stream.ReadUntilAsync(frame => frame.Event == "exec_started") };
        frames.Add(await stream.ReadUntilAsync(frame => frame.Event == "stdout"));

        var stopping = computer.StopAsync(frames.ExecId());
        frames.AddRange(await stream.ReadFramesAsync());
        await stopping;

        var exit = frames.Exit();
        exit.GetProperty("signal").GetString().Should().Be("SIGTERM");
        exit.GetProperty("stdoutBytes").GetInt64().Should().Be(frames.BytesOf("stdout").Length);
        exit.GetProperty("stdoutSha256").GetString().Should().Be(frames.BytesOf("stdout").Sha256());
    }

    [Fact]
    public async Task A_stop_beside_a_reader_that_has_stopped_reading_is_answered_all_the_same()
    {
        using var stalled = await computer.ExecAsync("echo $$; exec yes");
        var exec = (await stalled.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        var process = (await stalled.ReadPrintedAsync("\n")).ProcessIds()[0];

        var answer = await computer.StopAsync(exec);

        answer.Status.Should().Be(200);
        HostProcesses.IsAlive(process).Should().BeFalse();
    }

    [Fact]
    public async Task Ten_stops_at_once_and_one_after_the_end_all_succeed()
    {
        using var stream = await computer.ExecAsync("echo begun; exec sleep 1000");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await stream.ReadUntilPrintedAsync("begun");

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => computer.StopAsync(exec)));
        var frames = await stream.ReadFramesAsync();
        var late = await computer.StopAsync(exec);

        answers.Append(late).Should().OnlyContain(answer => answer.Status == 200);
        frames.Where(frame => frame.Event == "exit").Should().ContainSingle();
    }

    [Fact]
    public async Task A_stop_after_the_end_changes_nothing()
    {
        var full = await computer.PostAsync(Body("echo done; exit 5"), Key(_key));

        var answer = await computer.StopAsync(full.Body.Split('"')[3]);
        var byKey = await computer.StopKeyAsync(_key);
        var replay = await computer.PostAsync(Body("echo done; exit 5"), Key(_key));

        (answer.Status, byKey.Status).Should().Be((200, 200));
        replay.Body.Should().Be(full.Body).And.Contain("\"exitCode\":5");
    }

    [Fact]
    public async Task An_unknown_command_is_not_found()
    {
        var answer = await computer.StopAsync("exec_0000000000000000");

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_stopped_key_bars_the_command_that_comes_later()
    {
        var stopped = await computer.StopKeyAsync(_key);
        var late = await computer.PostAsync(Body("echo x >>$HOME/barred"), Key(_key));
        var later = await computer.PostAsync(Body("echo y >>$HOME/barred"), Key(_key));

        stopped.Status.Should().Be(200);
        stopped.Body.Should().Be("""{"ok":true}""");
        foreach (var answer in new[] { late, later })
        {
            answer.Status.Should().Be(410, answer.Body);
            answer.Text("error").Should().Be("EXEC_EXPIRED");
            answer.Text("exit", "code").Should().Be("EXEC_STOPPED");
        }

        computer.LinesOf("barred").Should().Be(0);
    }

    [Fact]
    public async Task Stopping_by_key_kills_what_runs_before_it_answers()
    {
        using var stream = await computer.ExecAsync("echo $$; setsid sleep 1000 & echo $!; echo begun; wait", Key(_key));
        var processes = (await stream.ReadPrintedAsync("begun")).ProcessIds();

        var answer = await computer.StopKeyAsync(_key);
        var alive = processes.Where(HostProcesses.IsAlive).ToArray();
        var frames = await stream.ReadFramesAsync();

        answer.Status.Should().Be(200);
        alive.Should().BeEmpty();
        frames.Exit().GetProperty("signal").GetString().Should().Be("SIGTERM");
    }

    [Fact]
    public async Task Stops_by_key_and_commands_that_race_run_at_most_once_and_end_dead()
    {
        var keys = Enumerable.Range(0, 12).Select(_ => NewKey()).ToArray();
        var marker = NewKey();

        async Task<HttpAnswer> RaceAsync(string key)
        {
            var post = computer.PostAsync(Body($"echo x >>$HOME/race-{key}; : {marker}; exec sleep 1000"), Key(key));
            var stops = await Task.WhenAll(computer.StopKeyAsync(key), computer.StopKeyAsync(key));
            stops.Should().OnlyContain(stop => stop.Status == 200);
            return await post;
        }

        var answers = await Task.WhenAll(keys.Select(RaceAsync));

        // Whichever came first, the command has ended: refused, stopped before its start, or killed.
        answers.Should().OnlyContain(answer => answer.Status == 410 || answer.Body.Contains("EXEC_STOPPED") || answer.Body.Contains("\"signal\":\"SIGTERM\""));
        keys.Should().OnlyContain(key => computer.LinesOf($"race-{key}") <= 1);
        HostProcesses.WithEnvironment(computer.Home).Where(id => CommandLineOf(id).Contains(marker, StringComparison.Ordinal)).Should().BeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("?key=")]
    [InlineData("?other=1")]
    [InlineData("?key=one&key=two")]
    public async Task A_stop_must_name_its_key(string query)
    {
        var answer = await computer.Server.DeleteAsync(computer.ExecPath + query);

        answer.ShouldBeRefused(400, "INVALID_IDEMPOTENCY_KEY");
    }

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
