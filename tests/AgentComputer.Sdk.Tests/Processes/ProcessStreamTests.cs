using System.Text;
using AgentComputer.Sdk.Tests.Connect;
using Google.Protobuf;
using Shared.Connect;
using Shared.Connect.Messages;
using static AgentComputer.Sdk.Tests.Processes.ProcessService;

namespace AgentComputer.Sdk.Tests.Processes;

public sealed class ProcessStreamTests
{
    private static readonly byte[] Whole =
    [
        .. Frames(Started, """{"event":{"data":{"stdout":"aGkK"}}}""", """{"event":{"keepalive":{}}}""", """{"event":{"data":{"stderr":"AP8="}}}""", Ended), .. End(),
    ];

    [Fact]
    public async Task Start_sends_one_frame_and_tells_every_event()
    {
        var service = new ProcessService().Streams("Start", Whole);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await using var process = await processes.StartAsync(new()
        {
            Command = "/bin/sh",
            Arguments = ["-c", "echo hi"],
            EnvironmentVariables = new Dictionary<string, string> { ["A"] = "1" },
            WorkingDirectory = "/tmp",
            Tag = "web",
            Terminal = new(120, 40),
            HasStdin = false,
            TimeLimit = TimeSpan.FromSeconds(1.5),
        });
        var events = await process.Events.All();

        var call = service.Call("Start");
        call.Body.Should().Equal(CodecTest.Frame(
            0, """{"process":{"cmd":"/bin/sh","args":["-c","echo hi"],"envs":{"A":"1"},"cwd":"/tmp"},"pty":{"size":{"cols":120,"rows":40}},"tag":"web","stdin":false}"""));
        (call.ContentType, call.Authorization).Should().Be(("application/connect+json", $"Bearer {Token}"));
        (call.Header("Connect-Protocol-Version"), call.Header("Connect-Timeout-Ms"), call.Header("Keepalive-Ping-Interval")).Should().Be(("1", "1500", "30"));
        (process.Pid, process.Tag, process.HasTerminal).Should().Be((42, "web", true));
        events[0].Should().Be(new ProcessStartedEvent(42));
        events.OfType<ProcessOutputEvent>().Select(output => (output.Source, Convert.ToHexString(output.Bytes.Span), output.Text)).Should().Equal(
            (ProcessOutputSource.Stdout, "68690A", "hi\n"), (ProcessOutputSource.Stderr, "00FF", "\0\uFFFD"));
        events[^1].Should().Be(new ProcessEndedEvent { Exited = true, Status = "exit status 0" });
        events.Should().HaveCount(4);
        (await process.WaitAsync()).Ok.Should().BeTrue();
    }

    [Fact]
    public async Task A_stream_is_the_same_at_whichever_byte_it_is_split()
    {
        for (var cut = 0; cut <= Whole.Length; cut++)
        {
            var at = cut;
            var service = new ProcessService().Streams("Start", () => new SplitStream(Whole, at));
            await using var processes = await service.Client().OpenProcessesAsync("c1");

            var result = await processes.RunAsync(["true"]).Soon();

            (result.Pid, result.ExitCode, result.Stdout, result.StderrBytes.Length).Should().Be((42, 0, "hi\n", 2));
        }
    }

    [Fact]
    public async Task A_stream_that_is_cut_at_any_byte_is_never_a_success()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            var service = new ProcessService().Streams("Start", Whole[..length]);
            await using var processes = await service.Client().OpenProcessesAsync("c1");

            var run = () => processes.RunAsync(["true"]).Soon();

            (await run.Should().ThrowAsync<AgentComputerStreamInterruptedException>()).Which.BytesReceived.Should().Be(length);
            service.Calls.Count(call => call.Path.EndsWith("/Start", StringComparison.Ordinal)).Should().Be(1);
        }
    }

    [Fact]
    public async Task A_stream_that_ends_well_without_an_end_of_the_process_is_no_success()
    {
        var service = new ProcessService().Streams("Start", [.. Frames(Started), .. End()]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var run = () => processes.RunAsync(["true"]);

        await run.Should().ThrowAsync<AgentComputerStreamInterruptedException>().WithMessage("*without saying how the process ended*it is not a success.");
    }

    [Fact]
    public async Task An_error_at_the_end_wins_over_an_end_of_the_process()
    {
        var service = new ProcessService().Streams("Start", [.. Frames(Started, Ended), .. End("""{"error":{"code":"deadline_exceeded","message":"too long"}}""")]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        var process = await processes.StartAsync(new() { Command = "sleep" });

        var wait = () => process.WaitAsync();

        var thrown = (await wait.Should().ThrowAsync<AgentComputerApiException>().WithMessage("*deadline_exceeded: too long.")).Which;
        (thrown.ErrorCode, thrown.Detail, (int)thrown.StatusCode).Should().Be(("deadline_exceeded", "too long", 200));
        // A stream that has failed stays failed.
        await wait.Should().ThrowAsync<AgentComputerApiException>();
    }

    [Theory]
    [InlineData("not_found", typeof(AgentComputerNotFoundException))]
    [InlineData("invalid_argument", typeof(AgentComputerValidationException))]
    [InlineData("failed_precondition", typeof(AgentComputerConflictException))]
    [InlineData("permission_denied", typeof(AgentComputerPermissionException))]
    [InlineData("resource_exhausted", typeof(AgentComputerRateLimitedException))]
    [InlineData("internal", typeof(AgentComputerApiException))]
    [InlineData("later", typeof(AgentComputerApiException))]
    public async Task An_error_instead_of_the_first_event_has_its_exception(string code, Type type)
    {
        var service = new ProcessService().Streams("Connect", End("""{"error":{"code":"#","message":"no"}}""".Replace("#", code, StringComparison.Ordinal)));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var connect = () => processes.ConnectAsync("web");

        (await connect.Should().ThrowAsync<AgentComputerApiException>()).Which.Should().BeOfType(type);
        service.Call("Connect").Body.Should().Equal(CodecTest.Frame(0, """{"process":{"tag":"web"}}"""));
    }

    [Theory]
    [InlineData("""{"event":{"end":{"exitCode":3,"exited":true,"status":"exit status 3","error":"exit status 3"}}}""", 3, true, "exit status 3")]
    [InlineData("""{"event":{"end":{"exitCode":-1,"status":"signal: killed","error":"signal: killed"}}}""", -1, false, "signal: killed")]
    [InlineData("""{"event":{"end":{"exit_code":7}}}""", 7, false, "")]
    [InlineData("""{"event":{"end":{}}}""", 0, false, "")]
    public async Task An_end_is_told_as_it_came(string end, int code, bool exited, string status)
    {
        var service = new ProcessService().Streams("Connect", [.. Frames(Started, end), .. End()]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        await using var process = await processes.ConnectAsync(42);

        var ended = await process.WaitAsync();

        (ended.ExitCode, ended.Exited, ended.Status, ended.Ok).Should().Be((code, exited, status, code == 0));
    }

    [Theory]
    [InlineData("""{"event":{"end":{"error":"signal: killed","status":"signal: killed"}}}""")]
    [InlineData("""{"event":{"end":{"exitCode":0,"exited":true,"error":"wait: lost the process"}}}""")]
    public async Task A_failure_that_is_told_beside_exit_code_0_is_no_success(string end)
    {
        var service = new ProcessService().Streams("Start", [.. Frames(Started, end), .. End()]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var result = await processes.RunAsync(["true"]);

        result.Ok.Should().BeFalse();
        result.Invoking(it => it.EnsureSuccess()).Should().Throw<ComputerProcessFailedException>().WithMessage($"*{result.Error}*");
    }

    [Fact]
    public async Task Unknown_events_are_kept_as_data()
    {
        const string Progress = """{"event":{"progress":{"percent":5}}}""";
        var service = new ProcessService().Streams("Start", [.. Frames(Started, Progress, """{"event":{"data":{"later":"AA=="}}}""", Ended), .. End()]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        await using var process = await processes.StartAsync(new() { Command = "true" });

        var unknown = (await process.Events.All()).OfType<UnknownProcessEvent>().ToList();

        unknown.Should().HaveCount(2);
        Encoding.UTF8.GetString(unknown[0].Payload.Span).Should().Be(Progress);
        unknown[0].Codec.Should().Be(ProcessCodec.Json);
    }

    [Fact]
    public async Task Text_is_decoded_across_the_borders_of_the_events()
    {
        var bytes = Encoding.UTF8.GetBytes("aé€😀z");
        var outputs = bytes.Select(b => """{"event":{"data":{"pty":"#"}}}""".Replace("#", Convert.ToBase64String([b]), StringComparison.Ordinal));
        var service = new ProcessService().Streams("Start", [.. Frames([Started, .. outputs, """{"event":{"data":{"pty":"4oI="}}}""", Ended]), .. End()]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        await using var process = await processes.StartAsync(new() { Command = "true" });

        var texts = (await process.Events.All()).OfType<ProcessOutputEvent>().Select(output => output.Text).ToList();

        texts.Should().Equal("a", "", "é", "", "", "€", "", "", "", "😀", "z", "", "\uFFFD");
    }

    [Theory]
    [InlineData("""{"event":{"data":{"stdout":"#"}}}""")]
    [InlineData("[]")]
    [InlineData("""{"event":{"end":{"exitCode":"none"}}}""")]
    public async Task A_frame_that_cannot_be_read_is_no_success(string frame)
    {
        var service = new ProcessService().Streams("Start", [.. Frames(Started, frame, Ended), .. End()]);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var run = () => processes.RunAsync(["true"]);

        await run.Should().ThrowAsync<AgentComputerProtocolException>().WithMessage("The stream of POST /process.Process/Start carries what it may not*");
    }

    [Fact]
    public async Task A_stream_of_protobuf_is_read_and_its_end_is_json()
    {
        using var frames = new FrameBuffer();
        frames.Write(PayloadCodec.Protobuf, ProcessMessages.StartResponse, new() { Event = new() { Start = new() { Pid = 7 } } });
        frames.Write(PayloadCodec.Protobuf, ProcessMessages.StartResponse, new() { Event = new() { Data = new() { Stdout = ByteString.CopyFromUtf8("hi") } } });
        frames.Write(PayloadCodec.Protobuf, ProcessMessages.StartResponse, new() { Event = new() { End = new() { ExitCode = -1 } } });
        frames.Write(EndOfStream.Success);
        var service = new ProcessService().Streams("Start", frames.Written.ToArray(), "application/connect+proto");
        await using var processes = await service.Client().OpenProcessesAsync("c1", new() { Codec = ProcessCodec.Protobuf });

        var result = await processes.RunAsync(["ls", "-la"]);

        (result.Pid, result.Stdout, result.ExitCode).Should().Be((7, "hi", -1));
        service.Call("Start").ContentType.Should().Be("application/connect+proto");
        StartRequest.Parser.ParseFrom(service.Call("Start").Body[5..]).Should().Be(new StartRequest { Process = new() { Cmd = "ls", Args = { "-la" } }, Stdin = false });
        result.Invoking(it => it.EnsureSuccess()).Should().Throw<ComputerProcessFailedException>().WithMessage("ls failed (exit code -1): hi");
    }

    [Fact]
    public async Task Another_media_type_is_no_stream()
    {
        var service = new ProcessService().Streams("Start", Whole, "application/json");
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var run = () => processes.RunAsync(["true"]);

        await run.Should().ThrowAsync<AgentComputerProtocolException>().WithMessage("*which is not a stream of application/connect+json*");
    }
}
