using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class HeadersFirstTests : IAsyncLifetime
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    private readonly ArmedTime _clock = new();
    private ReadyComputer _computer = null!;

    public async Task InitializeAsync() => _computer = await StartAsync(options =>
    {
        options.TimeProvider = _clock;
        options.MaxOutputBytes = 1024 * 1024;
    });

    public async Task DisposeAsync() => await _computer.DisposeAsync();

    [Fact]
    public async Task The_headers_and_a_first_comment_come_though_the_command_says_nothing()
    {
        using var stream = await _computer.ExecAsync("exec sleep 1000");

        var first = await stream.ReadFrameAsync();
        var second = await stream.ReadFrameAsync();

        first!.Text.Should().Be(": open");
        second!.Event.Should().Be("exec_started");
    }

    [Fact]
    public async Task What_fails_behind_the_headers_is_an_error_event()
    {
        var backend = _computer.Server.Backend;
        var key = NewKey();
        var work = Path.Combine(_computer.Home, "workspace");
        Directory.Move(work, work + ".away");
        File.CreateSymbolicLink(work, $"/proc/self/task/{Environment.ProcessId}");

        var answer = await _computer.PostAsync(Body("echo x"), Key(key));
        File.Delete(work);
        Directory.Move(work + ".away", work);
        var repeat = await _computer.PostAsync(Body("echo x"), Key(key));

        answer.Status.Should().Be(200, answer.Body);
        answer.Body.Should().StartWith(": open\n\n").And.Contain("event: error\ndata: {\"code\":\"EXEC_START_FAILED\",").And.EndWith("}\n\n");
        repeat.Body.Should().Be(answer.Body, "the key was bound, and a repeat never runs again");
        backend.OpenFiles().Should().BeEmpty();
    }

    [Fact]
    public async Task A_quiet_command_sends_a_comment_every_15_seconds()
    {
        using var stream = await _computer.ExecLongAsync($"{WaitAt("quiet")}; echo over");
        await stream.ReadUntilAsync(frame => frame.Event == "exec_started");

        var comments = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            comments.Add((await _clock.PassUntilAsync(stream.ReadFrameAsync(), KeepAlive))!.Text);
        }

        _computer.Open("quiet");
        var frames = await stream.ReadFramesAsync();

        comments.Should().OnlyContain(comment => comment == ": keep-alive");
        frames.Printed().Should().Be("over\n");
    }

    [Fact]
    public async Task Nothing_is_sent_before_the_15_seconds_are_over()
    {
        using var stream = await _computer.ExecAsync($"echo $$; {WaitAt("early")}; echo over");
        await stream.ReadUntilPrintedAsync("\n");
        _clock.Advance(KeepAlive - TimeSpan.FromMilliseconds(1));

        _computer.Open("early");
        var next = await stream.ReadFrameAsync();

        next!.Event.Should().Be("stdout");
    }

    [Fact]
    public async Task A_resumed_stream_is_kept_alive_too()
    {
        using var first = await _computer.ExecLongAsync("exec sleep 10000");
        var exec = (await first.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        using var resumed = await _computer.ReadAgainAsync(exec, After("1"));
        await resumed.ReadFrameAsync();

        var next = await _clock.PassUntilAsync(resumed.ReadFrameAsync(), KeepAlive);

        next!.Text.Should().Be(": keep-alive");
    }

    [Fact]
    public async Task A_timeout_is_told_with_what_was_printed_before()
    {
        using var stream = await _computer.ExecAsync("echo begun; exec sleep 1000");
        var begun = await stream.ReadUntilPrintedAsync("begun");

        _clock.Advance(TimeSpan.FromSeconds(120));
        var frames = (await stream.ReadFramesAsync()).Prepend(begun).ToArray();

        frames.Exit().GetProperty("timedOut").GetBoolean().Should().BeTrue();
        frames.Exit().GetProperty("exitCode").GetInt32().Should().Be(124);
        frames.Exit().GetProperty("signal").GetString().Should().Be("SIGTERM");
        frames.Exit().GetProperty("stdoutSha256").GetString().Should().Be("begun\n"u8.ToArray().Sha256());
    }

    [Fact]
    public async Task Every_reader_of_a_deleted_computer_is_told_so()
    {
        using var first = await _computer.ExecAsync("echo begun; exec sleep 1000");
        var exec = (await first.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        await first.ReadUntilPrintedAsync("begun");
        using var second = await _computer.ReadAgainAsync(exec);
        await second.ReadUntilPrintedAsync("begun");

        await _computer.Server.DeleteAsync($"/api/agents/{_computer.Agent}");
        var ends = await Task.WhenAll(first.ReadFramesAsync(), second.ReadFramesAsync());

        ends.Should().AllSatisfy(frames => frames.ShouldEndWithError("SANDBOX_DESTROYED"));
    }

    [Fact]
    public async Task What_can_not_be_recorded_is_an_error_event_and_not_a_bare_cut()
    {
        using var stream = await _computer.ExecAsync($"{WaitAt("ring")}; exec yes");
        var exec = (await stream.ReadUntilAsync(frame => frame.Event == "exec_started")).ExecId();
        // Where the held-back output would go lies something already.
        await File.WriteAllTextAsync(Path.Combine(_computer.Server.Backend.Folder(), "journals", exec + ".ring"), "");

        _computer.Open("ring");
        SseFrame? last = null;
        while (await stream.ReadFrameAsync() is { } frame)
        {
            last = frame;
        }

        last!.Event.Should().Be("error", last.Text);
        last.Data.GetProperty("code").GetString().Should().Be("EXEC_OUTCOME_UNKNOWN");
        (await _computer.StopAsync(exec)).Status.Should().Be(200);
    }
}
