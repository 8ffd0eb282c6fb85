using System.Net.Http.Headers;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

/// <summary>Replay on the wire: the request asks by a header, the answer tells by a header how much is missing, and the frames are those of every stream.</summary>
public sealed class ReplayTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    private static readonly Action<HttpRequestHeaders> Replay = headers => headers.Add("AgentComputer-Replay", "1");

    [Fact]
    public async Task Replay_is_announced_and_begins_with_what_was_written()
    {
        var (first, pid) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","printf hi; read -r x; printf ' on'"]},"tag":"replayed"}""");
        await first.UntilAsync("hi");

        using var late = await room.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"tag":"replayed"}}""")), Replay);

        (late.Header("AgentComputer-Extensions"), late.Header("AgentComputer-Replay-Missing")).Should().Be(("replay, signal-tree", "0"));
        (await late.NextAsync()).ToJsonString().Should().Be("""{"event":{"start":{"pid":#}}}""".Replace("#", $"{pid}", StringComparison.Ordinal));
        (await late.NextAsync()).ToJsonString().Should().Be("""{"event":{"data":{"stdout":"aGk="}}}""");
        await room.UnaryAsync("SendInput", """{"process":{"tag":"replayed"},"input":{"stdin":"Cg=="}}""");
        (await late.RestAsync()).Output.Should().Be(" on");
        (await first.RestAsync()).Output.Should().Be(" on");
        first.Dispose();
    }

    [Fact]
    public async Task Replay_speaks_protobuf_too()
    {
        var (first, pid) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","printf '\\377\\000'; printf e >&2; exec sleep 1000"]},"tag":"bytes"}""");
        await first.UntilAsync("e");

        // process{tag:"bytes"}
        byte[] request = [0x00, 0, 0, 0, 9, 0x0A, 0x07, 0x12, 0x05, .. "bytes"u8];
        using var late = await room.OpenAsync("Connect", GatewayRoom.Body(request, "application/connect+proto"), Replay);

        (late.MediaType, late.Header("AgentComputer-Replay-Missing")).Should().Be(("application/connect+proto", "0"));
        (await late.NextFrameAsync()).Payload.Should().StartWith([0x0A]);
        // event{data{stdout:FF00}} and event{data{stderr:"e"}}, in whichever order the two pipes were read.
        byte[][] frames = [(await late.NextFrameAsync()).Payload, (await late.NextFrameAsync()).Payload];
        frames.Select(Convert.ToHexString).Should().BeEquivalentTo("0A0612040A02FF00", "0A051203120165");
        await room.UnaryAsync("SendSignal", $$$"""{"process":{"pid":{{{pid}}}},"signal":9}""");
        first.Dispose();
    }

    [Fact]
    public async Task Without_the_header_a_reader_gets_nothing_from_before_and_no_count()
    {
        var (first, _) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","printf hi; read -r x; printf on"]},"tag":"plain-reader"}""");
        await first.UntilAsync("hi");

        using var late = await room.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"tag":"plain-reader"}}""")));

        late.Header("AgentComputer-Replay-Missing").Should().BeNull();
        await room.UnaryAsync("SendInput", """{"process":{"tag":"plain-reader"},"input":{"stdin":"Cg=="}}""");
        (await late.RestAsync()).Output.Should().Be("on");
        first.Dispose();
    }

    [Fact]
    public async Task An_ended_process_is_replayed_with_its_end_until_it_is_forgotten()
    {
        var (first, pid) = await room.StartAsync("""{"process":{"cmd":"bash","args":["-c","printf gone; exit 5"]}}""");
        await first.RestAsync();
        var request = GatewayRoom.Frame($$$"""{"process":{"pid":{{{pid}}}}}""");

        using (var late = await room.OpenAsync("Connect", GatewayRoom.Body(request), Replay))
        {
            await late.NextAsync();
            var (output, end, last) = await late.RestAsync();
            (output, end!["exitCode"]!.GetValue<int>(), last).Should().Be(("gone", 5, "{}"));
        }

        room.Clock.Advance(TimeSpan.FromSeconds(30));
        using var later = await room.OpenAsync("Connect", GatewayRoom.Body(request), Replay);
        (await later.NextAsync())["last"]!["error"]!["code"]!.GetValue<string>().Should().Be("not_found");
    }

    [Fact]
    public async Task What_has_fallen_out_is_counted()
    {
        await using var small = await GatewayRoom.StartAsync(options => options.ReplayBytes = 10);
        var (first, _) = await small.StartAsync("""{"process":{"cmd":"bash","args":["-c","printf '0123456789abcde'; read -r x"]},"tag":"long"}""");
        await first.UntilAsync("abcde");

        using var late = await small.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"tag":"long"}}""")), Replay);

        late.Header("AgentComputer-Replay-Missing").Should().Be("5");
        await late.NextAsync();
        (await late.NextAsync()).ToJsonString().Should().Be("""{"event":{"data":{"stdout":"NTY3ODlhYmNkZQ=="}}}""");
        first.Dispose();
    }

    [Fact]
    public async Task Another_value_of_the_header_is_refused_and_names_the_header()
    {
        using var refused = await room.OpenAsync(
            "Connect", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"tag":"nobody"}}""")), headers => headers.Add("AgentComputer-Replay", "yes"));

        var error = (await refused.NextAsync())["last"]!["error"]!;
        (error["code"]!.GetValue<string>(), error["message"]!.GetValue<string>()).Should().Be(("invalid_argument", "AgentComputer-Replay must be 1 or missing, and is 'yes'."));
    }

    [Fact]
    public async Task Without_the_additions_nothing_is_announced_and_their_headers_mean_nothing()
    {
        await using var plain = await GatewayRoom.StartAsync(options => options.Extensions = false);
        var (first, pid) = await plain.StartAsync("""{"process":{"cmd":"bash","args":["-c","printf hi; trap 'exit 3' TERM; sleep 1000 & echo \" $!\"; wait"]},"tag":"documented"}""");
        var child = HostProcesses.Read((await first.UntilAsync("\n"))[2..])[0];

        using var late = await plain.OpenAsync("Connect", GatewayRoom.Body(GatewayRoom.Frame("""{"process":{"tag":"documented"}}""")), headers => headers.Add("AgentComputer-Replay", "yes"));
        (late.Header("AgentComputer-Extensions"), late.Header("AgentComputer-Replay-Missing"), first.Header("AgentComputer-Extensions")).Should().Be((null, null, null));
        (await late.NextAsync()).ToJsonString().Should().Be("""{"event":{"start":{"pid":#}}}""".Replace("#", $"{pid}", StringComparison.Ordinal));
        using var signal = new HttpRequestMessage(HttpMethod.Post, "/process.Process/SendSignal") { Content = GatewayRoom.Json($$$"""{"process":{"pid":{{{pid}}}},"signal":15}""") };
        signal.Headers.Add("AgentComputer-Signal-Tree", "1");
        using var answer = await plain.Gateway.SendAsync(signal);

        answer.Headers.Contains("AgentComputer-Extensions").Should().BeFalse();
        var (output, end, _) = await late.RestAsync();
        (output, end!["exitCode"]!.GetValue<int>()).Should().Be(("", 3));
        HostProcesses.IsAlive(child).Should().BeTrue("the signal was for the process alone");
        first.Dispose();
    }

    [Fact]
    public async Task Without_room_replay_is_not_announced()
    {
        await using var small = await GatewayRoom.StartAsync(options => options.ReplayBytes = 0);

        using var answer = await small.Gateway.PostAsync("/process.Process/List", GatewayRoom.Json("{}"));

        answer.Headers.GetValues("AgentComputer-Extensions").Should().Equal("signal-tree");
    }

    [Fact]
    public async Task The_additions_are_announced_on_answers_of_the_API_and_on_refusals()
    {
        using var answer = await room.Api.GetAsync("/v1/me");
        using var nobody = room.ClientOf("ak_unknown");
        using var refused = await nobody.GetAsync("/v1/me");

        ((int)refused.StatusCode, answer.Headers.GetValues("AgentComputer-Extensions").Single()).Should().Be((401, "replay, signal-tree"));
        refused.Headers.GetValues("AgentComputer-Extensions").Should().Equal("replay, signal-tree");
    }
}
