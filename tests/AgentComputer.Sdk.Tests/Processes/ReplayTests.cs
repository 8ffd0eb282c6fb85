using System.Net;
using System.Text;
using AgentComputer.Sdk.Tests.Connect;
using static AgentComputer.Sdk.Tests.Processes.ProcessService;

namespace AgentComputer.Sdk.Tests.Processes;

public sealed class ReplayTests
{
    private static readonly byte[] Whole = [.. Frames(Started, """{"event":{"data":{"stdout":"aGkK"}}}""", Ended), .. End()];

    [Fact]
    public async Task A_reader_asks_by_a_header_and_is_told_how_much_is_missing()
    {
        var service = Announcing("replay, signal-tree").Streams("Connect", Whole, also: Missing("70000000000"));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await using var process = await processes.ConnectAsync("web", replay: true);

        (process.ReplayMissingBytes, service.Call("Connect").Header("AgentComputer-Replay")).Should().Be((70_000_000_000, "1"));
        service.Call("Connect").Body.Should().Equal(CodecTest.Frame(0, """{"process":{"tag":"web"}}"""));
        (await process.Events.All()).OfType<ProcessOutputEvent>().Single().Text.Should().Be("hi\n");
    }

    [Fact]
    public async Task Replay_is_read_in_protobuf_too()
    {
        // event{start{pid:42}}, event{data{stdout:FF00}}, event{end{exited:true}}
        byte[] body =
        [
            0, 0, 0, 0, 6, 0x0A, 0x04, 0x0A, 0x02, 0x08, 0x2A,
            0, 0, 0, 0, 8, 0x0A, 0x06, 0x12, 0x04, 0x0A, 0x02, 0xFF, 0x00,
            0, 0, 0, 0, 6, 0x0A, 0x04, 0x1A, 0x02, 0x10, 0x01,
            2, 0, 0, 0, 2, .. "{}"u8,
        ];
        var service = new ProcessService().Does("List", _ => Task.FromResult(Announced("replay", [], "application/proto")))
            .Streams("Connect", body, "application/connect+proto", Missing("0"));
        await using var processes = await service.Client().OpenProcessesAsync("c1", new() { Codec = ProcessCodec.Protobuf });

        await using var process = await processes.ConnectAsync(42, replay: true);

        var events = await process.Events.All();
        (process.ReplayMissingBytes, Convert.ToHexString(events.OfType<ProcessOutputEvent>().Single().Bytes.Span)).Should().Be((0, "FF00"));
        service.Call("Connect").Body.Should().Equal(0, 0, 0, 0, 4, 0x0A, 0x02, 0x08, 0x2A);
        service.Call("List").ContentType.Should().Be("application/proto");
    }

    [Fact]
    public async Task A_reader_that_does_not_ask_sends_no_header_and_knows_no_count()
    {
        var service = new ProcessService().Streams("Connect", Whole);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await using var process = await processes.ConnectAsync(42);

        (process.ReplayMissingBytes, service.Call("Connect").Header("AgentComputer-Replay")).Should().Be((null, null));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("signal-tree")]
    [InlineData("replays")]
    public async Task Without_the_announcement_nothing_is_opened(string? announced)
    {
        var service = (announced is null ? new ProcessService().Answers("List", (200, "{}")) : Announcing(announced)).Streams("Connect", Whole);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var connect = () => processes.ConnectAsync(42, replay: true);

        (await connect.Should().ThrowAsync<AgentComputerNotAnnouncedException>().WithMessage(
            "To replay the output of a process needs the addition 'replay' to the API, which the server at http://gateway.test has not announced (AgentComputer-Extensions). Nothing was sent."))
            .Which.Extension.Should().Be("replay");
        service.Calls.Should().NotContain(call => call.Path.EndsWith("/Connect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_server_announces_is_asked_for_once()
    {
        var service = Announcing("replay").Streams("Connect", Whole, also: Missing("0"));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await using var first = await processes.ConnectAsync(42, replay: true);
        await using var second = await processes.ConnectAsync(42, replay: true);

        service.Calls.Count(call => call.Path.EndsWith("/List", StringComparison.Ordinal)).Should().Be(1);
    }

    [Fact]
    public async Task A_server_that_could_not_be_asked_is_told_as_such()
    {
        var service = new ProcessService().Answers("List", (501, """{"code":"unimplemented"}""")).Streams("Connect", Whole);
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var connect = () => processes.ConnectAsync(42, replay: true);

        await connect.Should().ThrowAsync<AgentComputerApiException>().WithMessage("POST /process.Process/List was answered 501*");
        service.Calls.Should().NotContain(call => call.Path.EndsWith("/Connect", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_is_gone_is_renewed_and_its_server_asked()
    {
        var asked = 0;
        var service = new ProcessService().Streams("Connect", Whole, also: Missing("0")).Does("List", _ => Task.FromResult(++asked == 1
            ? new(HttpStatusCode.Unauthorized) { Content = new StringContent("""{"code":"unauthenticated"}""", Encoding.UTF8, "application/json") }
            : Announced("replay", "{}"u8.ToArray(), "application/json")));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await using var process = await processes.ConnectAsync(42, replay: true);

        (process.ReplayMissingBytes, asked).Should().Be((0, 2));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-1")]
    public async Task A_server_that_announces_replay_and_tells_no_count_is_not_believed(string? missing)
    {
        var service = Announcing("replay").Streams("Connect", Whole, also: missing is null ? null : Missing(missing));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var connect = () => processes.ConnectAsync(42, replay: true);

        await connect.Should().ThrowAsync<AgentComputerProtocolException>().WithMessage("*AgentComputer-Replay-Missing*");
    }

    [Fact]
    public async Task A_process_that_is_gone_is_told_before_a_count_is_missed()
    {
        var service = Announcing("replay").Streams("Connect", End("""{"error":{"code":"not_found","message":"no process"}}"""));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        var connect = () => processes.ConnectAsync(42, replay: true);

        await connect.Should().ThrowAsync<AgentComputerNotFoundException>();
    }

    [Fact]
    public async Task A_signal_to_the_tree_is_the_same_message_with_a_header()
    {
        var service = Announcing("replay, signal-tree").Answers("SendSignal", (200, "{}"));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await processes.SignalTreeAsync("web", ComputerProcessSignal.Terminate);

        var call = service.Call("SendSignal");
        (call.Text, call.Header("AgentComputer-Signal-Tree")).Should().Be(("""{"process":{"tag":"web"},"signal":"SIGNAL_SIGTERM"}""", "1"));
    }

    [Fact]
    public async Task A_signal_to_the_tree_in_protobuf_has_the_header_too()
    {
        var service = new ProcessService().Does("List", _ => Task.FromResult(Announced("signal-tree", [], "application/proto")))
            .Does("SendSignal", _ => Task.FromResult(Announced("signal-tree", [], "application/proto")));
        await using var processes = await service.Client().OpenProcessesAsync("c1", new() { Codec = ProcessCodec.Protobuf });

        await processes.SignalTreeAsync(42, ComputerProcessSignal.Kill);

        service.Call("SendSignal").Body.Should().Equal(0x0A, 0x02, 0x08, 0x2A, 0x10, 0x09);
        service.Call("SendSignal").Header("AgentComputer-Signal-Tree").Should().Be("1");
    }

    [Fact]
    public async Task A_signal_to_the_process_alone_has_no_header()
    {
        var service = new ProcessService().Answers("SendSignal", (200, "{}"));
        await using var processes = await service.Client().OpenProcessesAsync("c1");

        await processes.SignalAsync("web", ComputerProcessSignal.Terminate);

        service.Call("SendSignal").Header("AgentComputer-Signal-Tree").Should().BeNull();
    }

    [Fact]
    public async Task Without_the_announcement_no_signal_is_sent()
    {
        var service = Announcing("replay").Streams("Start", [.. Frames(Started)]).Answers("SendSignal", (200, "{}"));
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        await using var process = await processes.StartAsync(new() { Command = "true" });

        Func<Task>[] calls =
        [
            () => processes.SignalTreeAsync("web", ComputerProcessSignal.Kill), () => process.SignalTreeAsync(ComputerProcessSignal.Kill), () => process.KillTreeAsync(),
        ];

        foreach (var call in calls)
        {
            (await call.Should().ThrowAsync<AgentComputerNotAnnouncedException>()).Which.Extension.Should().Be("signal-tree");
        }

        service.Calls.Should().NotContain(call => call.Path.EndsWith("/SendSignal", StringComparison.Ordinal));
    }

    [Fact]
    public async Task To_kill_the_tree_of_a_process_that_has_ended_is_no_error()
    {
        var service = Announcing("signal-tree").Streams("Start", [.. Frames(Started)], also: response => response.Headers.Add("AgentComputer-Extensions", "signal-tree"))
            .Answers("SendSignal", (404, """{"code":"not_found"}"""));
        await using var processes = await service.Client().OpenProcessesAsync("c1");
        await using var process = await processes.StartAsync(new() { Command = "true" });

        await process.KillTreeAsync();

        service.Call("SendSignal").Text.Should().Be("""{"process":{"pid":42},"signal":"SIGNAL_SIGKILL"}""");
    }

    private static ProcessService Announcing(string additions) =>
        new ProcessService().Does("List", _ => Task.FromResult(Announced(additions, "{}"u8.ToArray(), "application/json")));

    private static HttpResponseMessage Announced(string additions, byte[] body, string type)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } } };
        response.Headers.Add("AgentComputer-Extensions", additions);
        return response;
    }

    private static Action<HttpResponseMessage> Missing(string bytes) => response =>
    {
        response.Headers.Add("AgentComputer-Extensions", "replay");
        response.Headers.TryAddWithoutValidation("AgentComputer-Replay-Missing", bytes);
    };
}
