using System.Text;
using System.Text.Json.Nodes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

public sealed class ProcessCallsTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    private const string Cat = """{"process":{"cmd":"cat"},"tag":"TAG"}""";

    [Fact]
    public async Task Processes_that_run_are_listed()
    {
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"sleep","args":["1000"],"envs":{"A":"b"},"cwd":"/workspace"},"tag":"listed"}""");
        using var _ = stream;

        var processes = JsonNode.Parse(await room.UnaryAsync("List", "{}"))!["processes"]!.AsArray();

        processes.Single(process => (string?)process!["tag"] == "listed")!.ToJsonString().Should().Be(
            $$$"""{"config":{"cmd":"sleep","args":["1000"],"envs":{"A":"b"},"cwd":"/workspace"},"pid":{{{pid}}},"tag":"listed"}""");
        await room.UnaryAsync("SendSignal", """{"process":{"tag":"listed"},"signal":9}""");
        (await stream.RestAsync()).End!["status"]!.GetValue<string>().Should().Be("signal: killed");
        (await room.UnaryAsync("List", "{}")).Should().NotContain("listed");
    }

    [Fact]
    public async Task Input_is_written_and_closed()
    {
        var (stream, _) = await room.StartAsync(Cat.Replace("TAG", "input", StringComparison.Ordinal));

        (await room.UnaryAsync("SendInput", """{"process":{"tag":"input"},"input":{"stdin":"aGkK"}}""")).Should().Be("{}");
        (await stream.UntilAsync("hi\n")).Should().Be("hi\n");
        (await room.UnaryAsync("CloseStdin", """{"process":{"tag":"input"}}""")).Should().Be("{}");

        (await stream.RestAsync()).End!["exited"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task CloseStdin_may_be_called_again()
    {
        var (stream, _) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","cat; sleep 1000"]},"tag":"closed"}""");
        using var _ = stream;

        await room.UnaryAsync("CloseStdin", """{"process":{"tag":"closed"}}""");
        await room.UnaryAsync("CloseStdin", """{"process":{"tag":"closed"}}""");

        var (status, code, message) = await room.RefusedAsync("SendInput", GatewayRoom.Json("""{"process":{"tag":"closed"},"input":{"stdin":"aGkK"}}"""));
        (status, code).Should().Be((500, "internal"));
        message.Should().Contain("closed");
    }

    [Theory]
    [InlineData("SendInput", """{"process":{"pid":4294967295},"input":{"stdin":"aGkK"}}""", 404, "not_found")]
    [InlineData("SendInput", """{"process":{"tag":"nobody"},"input":{"stdin":"aGkK"}}""", 404, "not_found")]
    [InlineData("SendInput", """{"input":{"stdin":"aGkK"}}""", 501, "unimplemented")]
    [InlineData("SendInput", """{"process":{"tag":"plain"}}""", 501, "unimplemented")]
    [InlineData("SendInput", """{"process":{"tag":"plain"},"input":{"pty":"aGkK"}}""", 500, "internal")]
    [InlineData("SendInput", """{"process":{"tag":"plain"},"input":{"stdin":"no base64!"}}""", 400, "invalid_argument")]
    [InlineData("SendInput", """{"process":{"tag":"screen"},"input":{"stdin":"aGkK"}}""", 500, "internal")]
    [InlineData("SendSignal", """{"process":{"tag":"plain"},"signal":"SIGNAL_UNSPECIFIED"}""", 501, "unimplemented")]
    [InlineData("SendSignal", """{"process":{"tag":"plain"},"signal":2}""", 501, "unimplemented")]
    [InlineData("SendSignal", """{"process":{"tag":"plain"},"signal":"SIGNAL_SIGHUP"}""", 400, "invalid_argument")]
    [InlineData("SendSignal", """{"process":{"pid":1},"signal":9}""", 404, "not_found")]
    [InlineData("Update", """{"process":{"tag":"plain"},"pty":{"size":{"cols":80,"rows":24}}}""", 500, "internal")]
    [InlineData("Update", """{"process":{"tag":"screen"},"pty":{"size":{"cols":80,"rows":70000}}}""", 400, "invalid_argument")]
    [InlineData("CloseStdin", """{"process":{"tag":"screen"}}""", 500, "internal")]
    [InlineData("CloseStdin", """{"process":{}}""", 501, "unimplemented")]
    [InlineData("List", "[]", 400, "invalid_argument")]
    [InlineData("List", "", 400, "invalid_argument")]
    [InlineData("Nothing", "{}", 404, "unimplemented")]
    public async Task A_refusal_has_its_code_and_its_status(string method, string json, int status, string code)
    {
        await EnsureAsync("plain", """{"process":{"cmd":"sleep","args":["1000"]},"tag":"plain"}""");
        await EnsureAsync("screen", """{"process":{"cmd":"sleep","args":["1000"]},"tag":"screen","pty":{}}""");

        var refusal = await room.RefusedAsync(method, GatewayRoom.Json(json));

        (refusal.Status, refusal.Code).Should().Be((status, code), refusal.Message);
        refusal.Message.Should().NotBeEmpty();
    }

    [Fact]
    public async Task An_update_without_a_size_changes_nothing()
    {
        await EnsureAsync("plain", """{"process":{"cmd":"sleep","args":["1000"]},"tag":"plain"}""");

        (await room.UnaryAsync("Update", """{"process":{"tag":"plain"}}""")).Should().Be("{}");
    }

    [Fact]
    public async Task An_ended_process_takes_nothing_and_can_be_connected_to_for_a_while()
    {
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","exit 5"]}}""");
        await stream.RestAsync();

        (await room.RefusedAsync("SendSignal", GatewayRoom.Json($$$"""{"process":{"pid":{{{pid}}}},"signal":9}"""))).Code.Should().Be("not_found");
        using (var again = await room.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame($$$"""{"process":{"pid":{{{pid}}}}}"""))))
        {
            (await again.NextAsync())["event"]!["start"]!["pid"]!.GetValue<int>().Should().Be(pid);
            (await again.RestAsync()).End!["exitCode"]!.GetValue<int>().Should().Be(5);
        }

        room.Clock.Advance(TimeSpan.FromSeconds(30));
        using var late = await room.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame($$$"""{"process":{"pid":{{{pid}}}}}""")));
        (await late.NextAsync())["last"]!["error"]!["code"]!.GetValue<string>().Should().Be("not_found");
    }

    [Fact]
    public async Task The_methods_take_protobuf_too()
    {
        var (stream, _) = await room.StartAsync(Cat.Replace("TAG", "pb", StringComparison.Ordinal));
        // process{tag:"pb"} input{stdin:"hi\n"}
        byte[] request = [0x0A, 0x04, 0x12, 0x02, .. "pb"u8, 0x12, 0x05, 0x0A, 0x03, .. "hi\n"u8];
        using var answer = await room.Gateway.PostAsync("/process.Process/SendInput", GatewayRoom.Body(request, "application/proto"));

        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        answer.Content.Headers.ContentType!.MediaType.Should().Be("application/proto");
        await stream.UntilAsync("hi\n");
        await room.UnaryAsync("CloseStdin", """{"process":{"tag":"pb"}}""");
        await stream.RestAsync();
    }

    [Fact]
    public async Task A_message_that_is_too_large_or_of_another_type_is_refused()
    {
        var (status, code, _) = await room.RefusedAsync("SendInput", GatewayRoom.Json($$$"""{"process":{"tag":"plain"},"input":{"stdin":"{{{new string('A', 11 * 1024 * 1024)}}}"}}"""));
        (status, code).Should().Be((429, "resource_exhausted"));

        (await room.RefusedAsync("List", GatewayRoom.Body("{}"u8.ToArray(), "application/connect+json"))).Status.Should().Be(415);
        (await room.RefusedAsync("StreamInput", GatewayRoom.Json("{}"))).Status.Should().Be(415);
    }

    [Fact]
    public async Task Input_comes_as_a_stream()
    {
        var (stream, _) = await room.StartAsync(Cat.Replace("TAG", "streamed", StringComparison.Ordinal));
        byte[] request =
        [
            .. GatewayRoom.Frame("""{"start":{"process":{"tag":"streamed"}}}"""),
            .. GatewayRoom.Frame("""{"data":{"input":{"stdin":"b25l"}}}"""),
            .. GatewayRoom.Frame("""{"keepalive":{}}"""),
            .. GatewayRoom.Frame("""{ "data" : {"input":{"stdin":"IHR3bwo="}} }"""),
        ];

        using var answer = await room.OpenAsync("StreamInput", GatewayRoom.Body(request));

        (await answer.NextAsync()).ToJsonString().Should().Be("{}");
        (await answer.NextAsync())["last"]!.ToJsonString().Should().Be("{}");
        (await stream.UntilAsync("two\n")).Should().Be("one two\n");
        await room.UnaryAsync("CloseStdin", """{"process":{"tag":"streamed"}}""");
        await stream.RestAsync();
    }

    [Theory]
    [InlineData("""{"data":{"input":{"stdin":"aGkK"}}}""", null, "invalid_argument")]
    [InlineData("""{"start":{"process":{"tag":"nobody"}}}""", null, "not_found")]
    [InlineData("""{"start":{"process":{"tag":"plain"}}}""", """{"start":{"process":{"tag":"plain"}}}""", "invalid_argument")]
    [InlineData("""{"start":{"process":{"tag":"plain"}}}""", """{"data":{"input":{"pty":"aGkK"}}}""", "internal")]
    [InlineData("""{"start":{"process":{"tag":"plain"}}}""", """{"data":{}}""", "unimplemented")]
    [InlineData("""{"start":{"process":{"tag":"plain"}}}""", "{}", "unimplemented")]
    public async Task A_stream_of_input_that_breaks_a_rule_is_refused_in_the_last_frame(string first, string? second, string code)
    {
        await EnsureAsync("plain", """{"process":{"cmd":"sleep","args":["1000"]},"tag":"plain"}""");

        using var answer = await room.OpenAsync("StreamInput", GatewayRoom.Body([.. GatewayRoom.Frame(first), .. second is null ? [] : GatewayRoom.Frame(second)]));

        (await answer.NextAsync())["last"]!["error"]!["code"]!.GetValue<string>().Should().Be(code);
    }

    [Fact]
    public async Task A_stream_of_input_that_is_cut_is_no_success()
    {
        var (stream, _) = await room.StartAsync(Cat.Replace("TAG", "cut", StringComparison.Ordinal));
        using var _ = stream;
        byte[] whole = [.. GatewayRoom.Frame("""{"start":{"process":{"tag":"cut"}}}"""), .. GatewayRoom.Frame("""{"data":{"input":{"stdin":"aGkK"}}}""")];

        using var answer = await room.OpenAsync("StreamInput", GatewayRoom.Body(whole[..^1]));

        (await answer.NextAsync())["last"]!["error"]!["code"]!.GetValue<string>().Should().Be("invalid_argument");
    }

    [Fact]
    public async Task A_terminal_runs_bash_and_sees_its_new_size()
    {
        var (stream, _) = await room.StartAsync("""{"process":{"cmd":"bash","args":["--norc","-i"]},"pty":{"size":{"cols":100,"rows":30}},"tag":"terminal"}""");

        await TypeAsync("stty size\n");
        await stream.UntilAsync("30 100");
        await room.UnaryAsync("Update", """{"process":{"tag":"terminal"},"pty":{"size":{"cols":120,"rows":40}}}""");
        await TypeAsync("stty size\n");
        await stream.UntilAsync("40 120");
        // A line, and not control D: between two prompts bash leaves the terminal to the command, and an end of file typed there is lost.
        await TypeAsync("exit 7\n");

        (await stream.RestAsync()).End!["exitCode"]!.GetValue<int>().Should().Be(7);

        Task TypeAsync(string text) => room.UnaryAsync(
            "SendInput", $$$"""{"process":{"tag":"terminal"},"input":{"pty":"{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}}}"}}""");
    }

    [Fact]
    public async Task Two_readers_each_get_all_that_comes_from_now_on()
    {
        var (first, _) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","echo one; read -r x; echo two"]},"tag":"shared"}""");
        await first.UntilAsync("one\n");
        using var second = await room.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"tag":"shared"}}""")));
        await second.NextAsync();

        await room.UnaryAsync("SendInput", """{"process":{"tag":"shared"},"input":{"stdin":"Cg=="}}""");

        (await first.RestAsync()).Output.Should().Be("two\n");
        (await second.RestAsync()).Output.Should().Be("two\n");
    }

    [Fact]
    public async Task A_stream_of_Connect_ends_with_its_timeout_and_the_process_goes_on()
    {
        var (stream, pid) = await room.StartAsync("""{"process":{"cmd":"sleep","args":["1000"]}}""");
        using var _ = stream;
        using var connected = await room.OpenAsync(
            "Connect", GatewayRoom.Body(GatewayRoom.Frame($$$"""{"process":{"pid":{{{pid}}}}}""")), headers => headers.Add("Connect-Timeout-Ms", "3000"));
        await connected.NextAsync();

        room.Clock.Advance(TimeSpan.FromSeconds(3));

        (await connected.RestAsync()).Last.Should().Contain("deadline_exceeded");
        HostProcesses.IsAlive(pid).Should().BeTrue();
    }

    private async Task EnsureAsync(string tag, string start)
    {
        if (!(await room.UnaryAsync("List", "{}")).Contains($"\"{tag}\"", StringComparison.Ordinal))
        {
            var (stream, _) = await room.StartAsync(start);
            stream.Dispose();
        }
    }
}
