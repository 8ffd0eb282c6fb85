using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Errors;

/// <summary>A service, or a proxy before it, that echoes the key in each place of an answer in turn.</summary>
public sealed class EchoedKeyTests
{
    private const string Key = TestClient.Key;
    private const string Started = "id: 1\nevent: exec_started\ndata: {\"execId\":\"exec_1\"}\n\n";

    /// <summary>Answers to any request for JSON.</summary>
    public static TheoryData<string> Answers =>
    [
        Json(401, "{\"error\":\"" + Key + "\"}"),
        Json(401, "{\"error\":\"UNAUTHORIZED\",\"detail\":\"No such key: " + Key + "\"}"),
        Json(409, "{\"error\":\"" + Key + "\",\"detail\":\"" + Key + "\"}"),
        Json(429, "{\"error\":\"RATE_LIMITED\",\"reason\":\"" + Key + "\"}"),
        Json(500, "{\"error\":\"INTERNAL\"}", "X-Request-Id: " + Key + "\r\n"),
        Json(403, "{\"" + Key + "\":\"unknown key\"}"),
        Json(400, "[\"" + Key + "\"]"),
        Json(302, "", "Location: https://elsewhere.test/?token=" + Key + "\r\n"),
        Json(500, "Authorization: Bearer " + Key, type: "text/plain"),
        Json(200, "<pre>Authorization: Bearer " + Key + "</pre>", type: "text/html"),
        Json(200, "page", type: "text/" + Key),
        Json(200, "{\"" + Key + "\":!}"),
        Json(200, "{\"computer\":{\"" + Key + "\":{\"a\" 1}}}"),
        Json(200, "{\"signals\":{\"disk\":{\"used\":\"" + Key + "\"}}"),
        Json(200, "\"" + Key + "\""),
        Json(200, new string('x', 180) + Key),
        Json(500, new string('x', 190) + Key, type: "text/plain"),
        Json(500, new string('x', 4_085) + Key, type: "text/plain"),
        Json(307, "", "Location: /" + Key + "/\r\n"),
        Json(404, "{}", Key + ": " + Key + "\r\nX-Request-Id: a " + Key + "\r\n"),
        Json(401, "{\"error\":{\"code\":\"" + Key + "\"},\"detail\":[\"" + Key + "\"]}"),
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nTrailer: {Key}\r\n\r\n1\r\n!\r\n0\r\n{Key}: {Key}\r\n\r\n",
        $"HTTP/1.1 500 Bearer {Key}\r\nContent-Length: 0\r\n\r\n",
        $"{Key}\r\n\r\n",
        $"HTTP/1.1 200 OK\r\n{Key}\r\n\r\n",
        $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{Key}\r\n",
    ];

    /// <summary>Answers to a command.</summary>
    public static TheoryData<string> Streams =>
    [
        Events("event: error\ndata: {\"code\":\"" + Key + "\"}\n\n"),
        Events("event: error\ndata: {\"code\":\"EXEC_START_FAILED\",\"detail\":\"Bearer " + Key + "\"}\n\n"),
        Events("event: error\ndata: {\"code\":\"SANDBOX_DESTROYED\",\"detail\":\"Bearer " + Key + "\"}\n\n"),
        Events("event: exec_started\ndata: {\"execId\":\"" + Key + "\"}\n\n"),
        Events(Started + "id: " + Key + "\nevent: stdout\ndata: {\"chunk\":\"x\"}\n\n"),
        Events(Started + "id: run-" + Key + ":7\nevent: stdout\ndata: {\"chunk\":\"x\"}\n\n"),
        Events(Started + "event: error\ndata: {\"code\":\"RESUME_GAP\",\"detail\":\"Bearer " + Key + "\"}\n\n"),
        Events(Started + "event: stdout\ndata: Bearer " + Key + "\n\n"),
        Events(Started + "event: stdout\ndata: {\"" + Key + "\" 1}\n\n"),
        Events(Started + "event: exit\ndata: {\"ok\":true,\"" + Key + "\":!}\n\n"),
        Events(Started + "event: exit\ndata: {\"exitCode\":{\"" + Key + "\":1},\"ok\":[\"" + Key + "\"]!}\n\n"),
        Events("event: output_dropped\ndata: {\"" + Key + "\":\n\n"),
        Events("event: stdout\ndata: {\"chunk\":\"" + Key + new string('x', 2_000) + "\"}\n\n"),
        Events("", "Content-Encoding: " + Key + "\r\n"),
        Events(Started + "event: exit\ndata: {\"ok\":false,\"exitCode\":1}\n\n", "Transfer-Encoding: chunked\r\n"),
        $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n{Started.Length:x}\r\n{Started}\r\n{Key}\r\n",
        Events(Started + "event: exit\ndata: {\"stdoutBytes\":0,\"stdoutSha256\":\"" + Key + "\"}\n\n", "Flapjack-Extensions: exact-output\r\n"),
        Events(Started + "id: \ufffd" + Key + "\nevent: " + Key + "\ndata: {\"" + Key + "\":1}\n\n"),
        Events(Started + "event: stdout\ndata: {\"chunk\":\"" + new string('x', 990) + Key + "\"}\n\n"),
        Json(410, "{\"error\":\"EXEC_EXPIRED\",\"detail\":\"" + Key + "\"}"),
        Json(200, "Bearer " + Key),
    ];

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task It_is_in_no_exception_of_a_call(string answer) => await Hides(answer, client => client.GetComputerStatusAsync("a1"));

    [Theory]
    [MemberData(nameof(Answers))]
    [MemberData(nameof(Streams))]
    public async Task It_is_in_no_exception_of_a_command(string answer) => await Hides(answer, client => client.RunComputerAsync("a1", new() { Command = "x" }));

    [Theory]
    [InlineData("event: done\ndata: {\"status\":\"error\",\"stderrTail\":\"Bearer " + Key + "\"}\n\n")]
    [InlineData("event: done\ndata: {\"" + Key + "\":!}\n\n")]
    public async Task It_is_in_no_exception_of_a_bootstrap(string frames)
    {
        await Hides(
            request => request.Contains("/stream", StringComparison.Ordinal) ? Events(frames) : Json(200, """{"computer":{"status":"error"}}"""),
            client => client.WaitUntilComputerReadyAsync("a1"));
    }

    [Fact]
    public async Task It_is_in_no_exception_of_a_stream_that_is_opened_again_by_an_id_that_echoes_it()
    {
        const string Announced = "Flapjack-Extensions: idempotent-exec, resume\r\n";

        await Hides(
            request => request.StartsWith("POST", StringComparison.Ordinal)
                ? Events("id: 1\nevent: exec_started\ndata: {\"execId\":\"" + Key + "\"}\n\n", Announced)
                : Json(404, """{"error":"NOT_FOUND"}""", Announced),
            client => client.RunComputerAsync("a1", new() { Command = "x" }),
            retries: 1);
    }

    [Fact]
    public async Task It_is_in_no_exception_of_a_command_that_prints_it_and_fails()
    {
        await Hides(
            Events(Started + "event: stderr\ndata: {\"chunk\":\"+ curl -H 'Authorization: Bearer " + Key + "'\"}\n\nevent: exit\ndata: {\"ok\":false,\"exitCode\":1}\n\n"),
            async client => (await client.RunComputerAsync("a1", new() { Command = "x" })).EnsureSuccess());
    }

    [Fact]
    public async Task It_is_in_no_exception_of_a_command_that_is_said_to_be_ended_by_it()
    {
        await Hides(
            Events(Started + "event: exit\ndata: {\"ok\":false,\"exitCode\":137,\"signal\":\"" + Key + "\"}\n\n"),
            async client => (await client.RunComputerAsync("a1", new() { Command = "x" })).EnsureSuccess());
    }

    [Fact]
    public async Task Not_even_half_of_it_is_in_the_end_of_an_output_that_is_cut_there()
    {
        using var network = new LiteralNetwork(_ =>
            Events(Started + "event: stderr\ndata: {\"chunk\":\"" + Key + new string('x', 2_000 - 12) + "\"}\n\nevent: exit\ndata: {\"ok\":false,\"exitCode\":1}\n\n"));
        using var client = TestClient.Over(network.Client, new("http://flapjack.test"), options => options.MaxRetries = 0);

        var result = await client.RunComputerAsync("a1", new() { Command = "x" }).Soon();

        result.Invoking(r => r.EnsureSuccess()).Should().Throw<ComputerExecFailedException>().Which.ToString().Should().NotContain(Key[^12..]);
        result.Stderr.Should().StartWith(Key, "the result itself is the command's output, unchanged");
    }

    [Fact]
    public async Task Given_by_mistake_as_an_agents_id_it_is_in_no_exception_either()
    {
        await Hides(Json(404, """{"error":"NOT_FOUND","detail":"Agent not found"}"""), client => client.DeleteAgentAsync(Key));
        await Hides(Json(404, """{"error":"NOT_FOUND","detail":"Agent not found"}"""), client => client.RunComputerAsync(Key, new() { Command = "x" }));
    }

    private static string Json(int status, string body, string headers = "", string type = "application/json") =>
        $"HTTP/1.1 {status} X\r\nContent-Type: {type}\r\n{headers}Content-Length: {body.Length}\r\n\r\n{body}";

    private static string Events(string frames, string headers = "") => $"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n{headers}\r\n{frames}";

    private static Task Hides(string answer, Func<FlapjackClient, Task> call) => Hides(_ => answer, call);

    private static async Task Hides(Func<string, string> answer, Func<FlapjackClient, Task> call, int retries = 0)
    {
        using var network = new LiteralNetwork(answer);
        using var client = TestClient.Over(network.Client, new("http://flapjack.test"), options => (options.MaxRetries, options.MaxStreamFrameBytes) = (retries, 1_024));

        var thrown = (await client.Awaiting(c => call(c).Soon()).Should().ThrowAsync<FlapjackException>()).Which;

        Shown.By(thrown).Should().NotContain(text => text.Contains(Key, StringComparison.OrdinalIgnoreCase));
    }
}
