using System.Text;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

public sealed class StartTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    [Fact]
    public async Task A_process_is_told_from_its_start_to_its_end()
    {
        using var stream = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"cmd":"printf","args":["%s","hi\n"]},"unknown":[1]}""")));

        stream.MediaType.Should().Be("application/connect+json");
        (await stream.NextAsync())["event"]!["start"]!["pid"]!.GetValue<int>().Should().BePositive();
        (await stream.NextAsync()).ToJsonString().Should().Be("""{"event":{"data":{"stdout":"aGkK"}}}""");
        (await stream.NextAsync()).ToJsonString().Should().Be("""{"event":{"end":{"exited":true,"status":"exit status 0"}}}""");
        (await stream.NextFrameAsync()).Should().BeEquivalentTo(((byte)2, "{}"u8.ToArray()));
    }

    [Fact]
    public async Task The_same_in_protobuf()
    {
        // process{cmd:"echo" args:"hi"}
        byte[] request = [0x0A, 0x0A, 0x0A, 0x04, .. "echo"u8, 0x12, 0x02, .. "hi"u8];
        using var stream = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame(request), "application/connect+proto"));

        stream.MediaType.Should().Be("application/connect+proto");
        var (_, started) = await stream.NextFrameAsync();
        started[0].Should().Be(0x0A, "the event is field 1");
        started[2].Should().Be(0x0A, "the start is field 1 of the event");
        (await stream.NextFrameAsync()).Payload.Should().Equal([0x0A, 0x07, 0x12, 0x05, 0x0A, 0x03, .. "hi\n"u8]);
        (await stream.NextFrameAsync()).Payload.Should().Equal([0x0A, 0x13, 0x1A, 0x11, 0x10, 0x01, 0x1A, 0x0D, .. "exit status 0"u8]);
        (await stream.NextFrameAsync()).Should().BeEquivalentTo(((byte)2, "{}"u8.ToArray()));
    }

    [Theory]
    [InlineData("exit 3", """{"exitCode":3,"exited":true,"status":"exit status 3","error":"exit status 3"}""")]
    [InlineData("kill -9 $$", """{"exitCode":-1,"status":"signal: killed","error":"signal: killed"}""")]
    [InlineData("kill -TERM $$", """{"exitCode":-1,"status":"signal: terminated","error":"signal: terminated"}""")]
    [InlineData("kill -USR1 $$", """{"exitCode":-1,"status":"signal: user defined signal 1","error":"signal: user defined signal 1"}""")]
    public async Task How_a_process_ended_is_told(string script, string end)
    {
        var (stream, _) = await room.StartAsync($$$"""{"process":{"cmd":"bash","args":["-c","{{{script}}}"]}}""");

        var (_, told, last) = await stream.RestAsync();

        told!.ToJsonString().Should().Be(end);
        last.Should().Be("{}");
    }

    [Fact]
    public async Task Environment_and_working_directory_are_the_callers()
    {
        var (stream, _) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","echo $A; pwd; cat"],"envs":{"A":"b c"},"cwd":"/home/node/workspace"},"stdin":false}""");

        var (output, _, _) = await stream.RestAsync();

        output.Should().StartWith("b c\n").And.EndWith("/home/workspace\n");
    }

    [Theory]
    [InlineData("""{"process":{"cmd":"no-such-program"}}""", "invalid_argument", "no-such-program")]
    [InlineData("""{"process":{"cmd":"ls","cwd":"/etc"}}""", "invalid_argument", "/etc")]
    [InlineData("""{"process":{"cmd":"ls","cwd":"/home/node/../.."}}""", "invalid_argument", "folder")]
    [InlineData("""{"process":{"cmd":"ls","envs":{"A=B":"c"}}}""", "invalid_argument", "A=B")]
    [InlineData("""{"process":{"args":["-la"]}}""", "invalid_argument", "process.cmd")]
    [InlineData("{}", "invalid_argument", "process.cmd")]
    [InlineData("""{"process":{"cmd":"ls"},"pty":{"size":{"cols":70000,"rows":1}}}""", "invalid_argument", "pty.size.cols")]
    [InlineData("""{"process":7}""", "invalid_argument", "StartRequest")]
    [InlineData("no JSON", "invalid_argument", "StartRequest")]
    public async Task What_cannot_be_started_is_told_in_the_last_frame(string request, string code, string words)
    {
        using var stream = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame(request)));

        var error = (await stream.NextAsync())["last"]!["error"]!;

        ((string)error["code"]!).Should().Be(code);
        ((string)error["message"]!).Should().Contain(words);
    }

    [Fact]
    public async Task A_request_that_is_cut_at_any_byte_starts_nothing()
    {
        var whole = GatewayRoom.Frame("""{"process":{"cmd":"ls"}}""");
        for (var length = 0; length < whole.Length; length++)
        {
            using var stream = await room.OpenAsync("Start", GatewayRoom.Body(whole[..length]));
            var error = (await stream.NextAsync())["last"]!["error"]!;
            ((string)error["code"]!).Should().Be(length == 0 ? "unimplemented" : "invalid_argument", $"{length} bytes came");
        }
    }

    [Fact]
    public async Task Odd_frames_are_refused()
    {
        (await CodeOf([0, 0x7F, 0xFF, 0xFF, 0xFF, 1])).Should().Be("resource_exhausted", "the frame announces too much");
        (await CodeOf(GatewayRoom.Frame("{}", flags: 2))).Should().Be("invalid_argument", "no request has a last frame");
        (await CodeOf(GatewayRoom.Frame("""{"process":{"cmd":"ls"}}""", flags: 1))).Should().Be("internal", "no compression was announced");
        (await CodeOf([.. GatewayRoom.Frame("""{"process":{"cmd":"ls"}}"""), .. GatewayRoom.Frame("{}")])).Should().Be("unimplemented", "there are two messages");

        async Task<string> CodeOf(byte[] body)
        {
            using var stream = await room.OpenAsync("Start", GatewayRoom.Body(body));
            return (string)(await stream.NextAsync())["last"]!["error"]!["code"]!;
        }
    }

    [Fact]
    public async Task A_compressed_request_is_read_if_it_is_gzip_and_refused_else()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync("""{"process":{"cmd":"echo","args":["packed"]}}"""u8.ToArray());
        }

        var frame = GatewayRoom.Frame(packed.ToArray(), flags: 1);
        using var read = await room.OpenAsync("Start", GatewayRoom.Body(frame), headers => headers.Add("Connect-Content-Encoding", "gzip"));
        (await read.RestAsync()).Output.Should().Be("packed\n");
        using var refused = await room.OpenAsync("Start", GatewayRoom.Body(frame), headers => headers.Add("Connect-Content-Encoding", "br"));
        (await refused.NextAsync())["last"]!["error"]!["code"]!.GetValue<string>().Should().Be("unimplemented");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/proto")]
    [InlineData("text/plain")]
    public async Task The_documented_sample_is_refused_with_advice(string type)
    {
        var (status, code, message) = await room.RefusedAsync("Start", GatewayRoom.Body(Encoding.UTF8.GetBytes("""{"command":["ls","-la"]}"""), type));

        status.Should().Be(415);
        code.Should().Be("invalid_argument");
        message.Should().Contain("application/connect+json").And.Contain("""{"process":{"cmd":"ls","args":["-la"]}}""");
    }

    [Fact]
    public async Task Connect_Timeout_Ms_kills_the_process_and_is_told_behind_its_end()
    {
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","echo ready; sleep 1000"]}}""", headers => headers.Add("Connect-Timeout-Ms", "5000"));
        await stream.UntilAsync("ready");

        room.Clock.Advance(TimeSpan.FromSeconds(5));

        var (_, end, last) = await stream.RestAsync();
        end!.ToJsonString().Should().Be("""{"exitCode":-1,"status":"signal: killed","error":"signal: killed"}""");
        last.Should().StartWith("""{"error":{"code":"deadline_exceeded","message":"The process was killed""");
        HostProcesses.IsAlive(pid).Should().BeFalse();
    }

    [Theory]
    [InlineData("Connect-Timeout-Ms", "soon")]
    [InlineData("Connect-Timeout-Ms", "12345678901")]
    [InlineData("Connect-Timeout-Ms", "-1")]
    [InlineData("Connect-Protocol-Version", "2")]
    public async Task An_odd_header_is_refused(string name, string value)
    {
        using var stream = await room.OpenAsync("Start", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"cmd":"ls"}}""")), headers => headers.TryAddWithoutValidation(name, value));

        var error = (await stream.NextAsync())["last"]!["error"]!;
        ((string)error["code"]!).Should().Be("invalid_argument");
        ((string)error["message"]!).Should().Contain(name);
    }

    [Fact]
    public async Task A_silent_stream_shows_that_it_is_alive()
    {
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"sleep","args":["1000"]}}""", headers => headers.Add("Keepalive-Ping-Interval", "7"));
        using var _ = stream;
        var next = stream.NextAsync();
        await Eventually.HoldsAsync(
            () =>
            {
                room.Clock.Advance(TimeSpan.FromSeconds(7));
                return next.IsCompleted;
            },
            "the stream has to show that it is alive");

        (await next).ToJsonString().Should().Be("""{"event":{"keepalive":{}}}""");
        await room.UnaryAsync("SendSignal", $$$"""{"process":{"pid":{{{pid}}}},"signal":"SIGNAL_SIGKILL"}""");
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_end_the_process()
    {
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","read -r x; echo $x; exit 3"]}}""");

        stream.Dispose();

        using var again = await room.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame($$$"""{"process":{"pid":{{{pid}}}}}""")));
        (await again.NextAsync())["event"]!["start"]!["pid"]!.GetValue<int>().Should().Be(pid);
        await room.UnaryAsync("SendInput", $$$"""{"process":{"pid":{{{pid}}}},"input":{"stdin":"aGkK"}}""");
        var (output, end, last) = await again.RestAsync();
        output.Should().Be("hi\n");
        end!["exitCode"]!.GetValue<int>().Should().Be(3);
        last.Should().Be("{}");
    }
}
