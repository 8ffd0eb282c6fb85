namespace AgentComputer.ReferenceBackend.Tests.Resources.Processes;

/// <summary>A signal to a process and to what it has started: the same message, and a header.</summary>
public sealed class SignalTreeTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    private const string Family = """{"process":{"cmd":"bash","args":["-c","trap 'exit 4' TERM; setsid sleep 1000 & echo \"$!\"; while :; do wait; done"]},"tag":"TAG"}""";

    [Theory]
    [InlineData("""{"process":{"tag":"terminated"},"signal":"SIGNAL_SIGTERM"}""", "terminated")]
    [InlineData("""{"process":{"tag":"killed"},"signal":9}""", "killed")]
    public async Task The_signal_reaches_what_the_process_has_started(string json, string tag)
    {
        var (stream, _) = await room.StartAsync(Family.Replace("TAG", tag, StringComparison.Ordinal));
        using var _ = stream;
        var child = HostProcesses.Read(await stream.UntilAsync("\n"))[0];

        var (status, body) = await SignalAsync(GatewayRoom.Json(json));

        (status, body).Should().Be((200, "{}"));
        await HostProcesses.EndAsync(child);
        var end = (await stream.RestAsync()).End!;
        end["status"]!.GetValue<string>().Should().Be(tag == "killed" ? "signal: killed" : "exit status 4");
    }

    [Fact]
    public async Task The_message_may_be_protobuf()
    {
        var (stream, _) = await room.StartAsync(Family.Replace("TAG", "pb", StringComparison.Ordinal));
        using var _ = stream;
        var child = HostProcesses.Read(await stream.UntilAsync("\n"))[0];

        // process{tag:"pb"} signal:SIGKILL
        var (status, body) = await SignalAsync(GatewayRoom.Body([0x0A, 0x04, 0x12, 0x02, .. "pb"u8, 0x10, 0x09], "application/proto"));

        (status, body).Should().Be((200, ""));
        await HostProcesses.EndAsync(child);
    }

    [Theory]
    [InlineData("""{"process":{"tag":"nobody"},"signal":9}""", "1", 404, "not_found")]
    [InlineData("""{"process":{"tag":"refusing"},"signal":10}""", "1", 501, "unimplemented")]
    [InlineData("""{"process":{"tag":"refusing"},"signal":9}""", "true", 400, "invalid_argument")]
    public async Task A_signal_that_is_refused_reaches_nobody(string json, string header, int status, string code)
    {
        var (stream, _) = await room.StartAsync(Family.Replace("TAG", "refusing", StringComparison.Ordinal));
        using var _ = stream;
        var child = HostProcesses.Read(await stream.UntilAsync("\n"))[0];

        var answer = await SignalAsync(GatewayRoom.Json(json), header);

        answer.Status.Should().Be(status);
        answer.Body.Should().Contain($"\"code\":\"{code}\"");
        HostProcesses.IsAlive(child).Should().BeTrue();
        await SignalAsync(GatewayRoom.Json("""{"process":{"tag":"refusing"},"signal":9}"""));
        await HostProcesses.EndAsync(child);
    }

    private async Task<(int Status, string Body)> SignalAsync(HttpContent message, string header = "1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/process.Process/SendSignal") { Content = message };
        request.Headers.Add("AgentComputer-Signal-Tree", header);
        using var answer = await room.Gateway.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
