using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

public sealed class ExecFramesTests(ComputerFixture computer) : IClassFixture<ComputerFixture>
{
    [Fact]
    public async Task The_frames_are_as_the_contract_has_them_numbered_from_one()
    {
        using var stream = await computer.ExecAsync($"echo out; {ComputerFixture.WaitAt("frames")}; echo err >&2; {ComputerFixture.WaitAt("frames2")}; exit 3");
        var head = new List<SseFrame?> { await stream.ReadFrameAsync(), await stream.ReadFrameAsync(), await stream.ReadFrameAsync() };
        computer.Open("frames");
        head.Add(await stream.ReadFrameAsync());
        computer.Open("frames2");
        head.Add(await stream.ReadFrameAsync());

        var text = string.Join("\n\n", head);

        var started = head[1]!.Data;
        var (exec, id) = (started.GetProperty("execId").GetString(), started.GetProperty("sandboxId").GetString());
        text.Should().Be($$"""
            : open

            id: 1
            event: exec_started
            data: {"execId":"{{exec}}","sandboxId":"{{id}}","computerId":"{{id}}"}

            id: 2
            event: stdout
            data: {"chunk":"out\n"}

            id: 3
            event: stderr
            data: {"chunk":"err\n"}

            id: 4
            event: exit
            data: {"ok":false,"exitCode":3,"durationMs":{{head[4]!.Data.GetProperty("durationMs").GetInt64()}},"truncated":false,"timedOut":false,"signal":null,"stdoutBytes":4,"stderrBytes":4,"stdoutSha256":"54034ac5c6e9ea95734ec2b729fd6d62abf64af34a9f9ce5d466cb788191a73d","stderrSha256":"2ccde4875ec595757efdf23d7b1336fcd69cf0fb869310b12a0d219c52817b20"}
            """);
        exec.Should().StartWith("exec_");
        (await stream.ReadLineAsync()).Should().BeNull("the stream ends behind the exit");
    }

    [Fact]
    public async Task The_headers_and_a_comment_come_before_the_command_says_anything()
    {
        using var stream = await computer.ExecAsync(ComputerFixture.WaitAt("quiet"));

        var first = await stream.ReadFrameAsync();
        var second = await stream.ReadFrameAsync();
        computer.Open("quiet");
        var third = await stream.ReadFrameAsync();

        first!.Text.Should().Be(": open");
        second!.Event.Should().Be("exec_started");
        third!.Data.GetProperty("ok").GetBoolean().Should().BeTrue();
    }

    [Fact]
    public async Task The_headers_forbid_every_buffer_on_the_way()
    {
        using var stream = await computer.ExecAsync("true");

        var (response, content) = (stream.Response.Headers, stream.Response.Content.Headers);

        content.ContentType!.ToString().Should().Be("text/event-stream; charset=utf-8");
        content.ContentLength.Should().BeNull();
        response.CacheControl!.ToString().Should().Be("no-transform, no-cache");
        response.GetValues("X-Accel-Buffering").Should().Equal("no");
        response.GetValues("X-Request-Id").Single().Should().NotBeEmpty();
    }

    [Fact]
    public async Task Output_is_read_while_the_command_runs()
    {
        using var stream = await computer.ExecAsync($"printf half; {ComputerFixture.WaitAt("live")}; echo done");

        await stream.ReadUntilPrintedAsync("half");
        computer.Open("live");
        await stream.ReadUntilPrintedAsync("done");

        (await stream.ReadFrameAsync())!.Event.Should().Be("exit");
    }

    [Fact]
    public async Task Stdout_and_stderr_are_kept_apart()
    {
        var ran = await computer.RunAsync("for i in $(seq 1000); do echo out$i; echo err$i >&2; done");

        ran.Stdout.Should().Be(string.Concat(Enumerable.Range(1, 1000).Select(i => $"out{i}\n")));
        ran.Stderr.Should().Be(string.Concat(Enumerable.Range(1, 1000).Select(i => $"err{i}\n")));
    }

    [Fact]
    public async Task Ids_count_up_by_one()
    {
        var ran = await computer.RunAsync("for i in $(seq 50); do echo $i; echo $i >&2; done");

        ran.Frames.Select(frame => frame.Id).Should().Equal(Enumerable.Range(1, ran.Frames.Count).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Every_command_has_an_id_of_its_own_and_the_computer_keeps_its()
    {
        var started = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => (await computer.RunAsync("true")).Frames[0].Data));

        started.Select(data => data.GetProperty("execId").GetString()).Should().OnlyHaveUniqueItems();
        started.Select(data => data.GetProperty("sandboxId").GetString()).Distinct().Should().ContainSingle().Which.Should().NotBeEmpty();
    }

    [Fact]
    public async Task A_quiet_command_keeps_its_stream_alive_with_comments()
    {
        var clock = new ArmedTime();
        await using var own = await TestBackend.StartAsync(options => options.TimeProvider = clock);
        using var stream = await own.ExecAsync(await own.CreateReadyAgentAsync(), "exec sleep 1000", ""","timeoutSec":3600""");
        await stream.ReadFrameAsync();
        await stream.ReadFrameAsync();

        var comment = await clock.PassUntilAsync(stream.ReadFrameAsync(), TimeSpan.FromSeconds(15));

        comment!.Text.Should().Be(": keep-alive");
    }
}
