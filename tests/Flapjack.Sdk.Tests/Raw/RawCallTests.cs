using System.Net;
using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Raw;

public sealed class RawCallTests : WireTest
{
    private const string Things = "/api/things";

    public static TheoryData<string> Verbs => ["GET", "POST", "PUT", "PATCH", "DELETE", "SEARCH"];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task An_unknown_endpoint_is_called_with_any_verb_and_a_body(string verb)
    {
        Wire.Answers(Things, new Answer(202, """{"id":"t1","n":[1,2]}""").With("X-Count", "7"));

        var answer = await Client.SendRawAsync(new(verb), Things, JsonElement.Parse("""{ "a" : [1, null] }""")).Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be((verb, Things));
        Wire.Request.Header("Authorization").Should().Be($"Bearer {TestClient.Key}");
        if (verb != "GET")
        {
            // The test's server shows no body of a GET.
            (Wire.Request.Body, Wire.Request.Header("Content-Type")).Should().Be(("""{ "a" : [1, null] }""", "application/json"));
        }

        answer.StatusCode.Should().Be(HttpStatusCode.Accepted);
        answer.Json!.Value.GetProperty("n")[1].GetInt32().Should().Be(2);
        answer.Text.Should().Be("""{"id":"t1","n":[1,2]}""");
        answer.Headers["x-count"].Should().Equal("7");
        answer.Headers["content-type"].Should().ContainSingle().Which.Should().StartWith("application/json");
        answer.ToString().Should().Be("202, 21 characters");
    }

    [Theory]
    [InlineData("/api/things?limit=5&q=a%20b,c%23&next=/../x")]
    [InlineData("/api/")]
    [InlineData("/api/things/")]
    [InlineData("/api/things/a..b/.../%20x")]
    [InlineData("/api/users/me@example.org:x;v=1")]
    [InlineData("/api/things/https%3A%2F%2Fexample.org%2F%C3%BC%FF")]
    [InlineData("/api/things/;.;..")]
    public async Task A_path_is_sent_as_it_stands(string path)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.SendRawAsync(HttpMethod.Get, path);
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.RequestLine.Should().Be($"GET {path} HTTP/1.1");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("api/things")]
    [InlineData("/apix/things")]
    [InlineData("/API/things")]
    [InlineData("/other/things")]
    [InlineData("//evil.example/api/things")]
    [InlineData("https://evil.example/api/things")]
    [InlineData("/api/../other")]
    [InlineData("/api/..")]
    [InlineData("/api/.")]
    [InlineData("/api/./things")]
    [InlineData("/api/%2e%2e/other")]
    [InlineData("/api/%2E./other")]
    [InlineData("/api/..%2Fother")]
    [InlineData("/api/x%2f..%2f..%2fother")]
    [InlineData("/api/..%5cother")]
    [InlineData("/api/%252e%252e/other")]
    [InlineData("/api/%252e%252e%252fother")]
    [InlineData("/api//evil.example")]
    [InlineData("/api/..;/other")]
    [InlineData("/api/%2e%2e;x=1/other")]
    [InlineData("/api/..%3bx/other")]
    [InlineData("/api/%25%32%65./other")]
    [InlineData("/api/%25252525252e./other")]
    [InlineData("/api/\\evil.example")]
    [InlineData("/api/..\\other")]
    [InlineData("/api/things#part")]
    [InlineData("/api/a b")]
    [InlineData("/api/a\r\nX-Evil: 1")]
    [InlineData("/api/a\0")]
    [InlineData("/api/größe")]
    [InlineData("/api/100%")]
    [InlineData("/api/100%2")]
    [InlineData("/api/%zz")]
    [InlineData("/api/things?q=a b")]
    [InlineData("/api/things?q=%")]
    public void A_path_that_could_leave_the_API_is_refused_at_the_call(string path)
    {
        var call = () => { Client.SendRawAsync(HttpMethod.Get, path); };

        var thrown = call.Should().Throw<ArgumentException>().WithParameterName(nameof(path)).Which;
        if (path.Length > 10)
        {
            thrown.Message.Should().NotContain(path, "a query may hold secrets");
        }

        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public void Other_arguments_are_checked_at_the_call()
    {
        (Action Call, string Parameter)[] calls =
        [
            (() => Client.SendRawAsync(null!, Things), "method"),
            (() => Client.SendRawAsync(HttpMethod.Connect, Things), "method"),
            (() => Client.SendRawAsync(HttpMethod.Trace, Things), "method"),
            (() => Client.SendRawAsync(new("connect"), Things), "method"),
            (() => Client.SendRawAsync(new("Trace"), Things), "method"),
            (() => Client.SendRawAsync(HttpMethod.Get, null!), "path"),
            (() => Client.SendRawAsync(HttpMethod.Post, Things, default(JsonElement)), "body"),
            (() => Client.SendRawAsync(HttpMethod.Post, Things, JsonElement.Parse("""{"a":"\ud83e"}""")), "body"),
        ];

        calls.Should().AllSatisfy(call => call.Call.Should().Throw<ArgumentException>().WithParameterName(call.Parameter));
        Wire.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("GET", 4)]
    [InlineData("get", 4)]
    [InlineData("HEAD", 4)]
    [InlineData("PUT", 4)]
    [InlineData("DELETE", 4)]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("SEARCH", 1)]
    public async Task A_verb_is_repeated_as_it_is_elsewhere(string verb, int attempts)
    {
        Wire.Answers(Things, new Answer(503));

        var thrown = await Client.Invoking(client => client.SendRawAsync(new(verb), Things).Soon()).Should().ThrowAsync<FlapjackApiException>();

        thrown.Which.Attempts.Should().Be(attempts);
        Wire.Requests.Should().HaveCount(attempts);
    }

    [Fact]
    public async Task A_refusal_is_the_exception_that_it_is_elsewhere()
    {
        Wire.Answers(Things, new Answer(404, """{"error":"NOT_FOUND","detail":"No thing"}"""));

        var call = () => Client.SendRawAsync(HttpMethod.Get, Things).Soon();

        var thrown = (await call.Should().ThrowAsync<FlapjackNotFoundException>()).Which;
        (thrown.ErrorCode, thrown.Detail).Should().Be(("NOT_FOUND", "No thing"));
        thrown.Message.Should().StartWith("GET /api/things was answered 404");
    }

    [Theory]
    [InlineData(200, "", false)]
    [InlineData(204, "", false)]
    [InlineData(200, "plain Größe", false)]
    [InlineData(200, "[1]", true)]
    [InlineData(200, "null", true)]
    public async Task A_body_is_JSON_or_text(int status, string body, bool isJson)
    {
        Wire.Answers(Things, new Answer(status, body, "text/plain; charset=utf-8"));

        var answer = await Client.SendRawAsync(HttpMethod.Get, Things).Soon();

        (answer.Text, answer.Json is not null).Should().Be((body, isJson));
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("PATCH", 1)]
    [InlineData("SEARCH", 1)]
    [InlineData("GET", 2)]
    public async Task A_verb_that_may_change_something_is_sent_once_though_it_has_no_body(string verb, int times)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);
        var before = client.SendRawAsync(HttpMethod.Get, Things);
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");
        await before.Soon();

        // The connection has served before, and ends without an answer.
        var call = client.SendRawAsync(new(verb), Things);
        await connection.ReadRequest();
        connection.Close();
        if (times > 1)
        {
            await (await server.AcceptRequest()).Answer(200, "{}");
            await call.Soon();
        }
        else
        {
            (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackConnectionException>()).Which.RequestMayHaveArrived.Should().BeTrue();
        }

        (await server.CountConnections()).Should().Be(times);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    public async Task An_answer_to_HEAD_tells_a_length_that_nothing_has(int status)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.SendRawAsync(HttpMethod.Head, Things);
        await (await server.AcceptRequest()).Write($"HTTP/1.1 {status} X\r\nContent-Length: 5000000000\r\n\r\n");

        if (status == 200)
        {
            var answer = await call.Soon();
            (answer.Text, answer.Headers["content-length"].Single()).Should().Be(("", "5000000000"));
        }
        else
        {
            await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackNotFoundException>();
        }
    }

    [Theory]
    [InlineData("Content-Length: 70000000")]
    [InlineData("Transfer-Encoding: chunked")]
    public async Task An_answer_that_is_too_large_says_so_and_is_not_asked_for_again(string length)
    {
        await using var server = new RawServer();
        using var client = TestClient.At(server.Address);

        var call = client.SendRawAsync(HttpMethod.Get, Things);
        var connection = await server.AcceptRequest();
        await connection.Write($"HTTP/1.1 200 OK\r\n{length}\r\n\r\n");
        if (length.EndsWith("chunked", StringComparison.Ordinal))
        {
            // Chunks of 1 MiB; the client leaves in the middle.
            var chunk = System.Text.Encoding.UTF8.GetBytes($"100000\r\n{new string('x', 1 << 20)}\r\n");
            await connection.Invoking(c => WriteAll(c, chunk)).Should().ThrowAsync<System.Net.Sockets.SocketException>();
        }

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackProtocolException>()).WithMessage("GET /api/things was answered 200 with more than 64 MiB*");
        (await server.CountConnections()).Should().Be(1);

        static async Task WriteAll(RawConnection connection, byte[] chunk)
        {
            while (true)
            {
                await connection.Write(chunk);
            }
        }
    }

    [Fact]
    public async Task No_message_shows_the_query()
    {
        Wire.Answers(Things, new Answer(404));

        var thrown = await Client.Invoking(c => c.SendRawAsync(HttpMethod.Get, $"{Things}?token=secret").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();

        thrown.Which.ToString().Should().Contain("GET /api/things was answered").And.NotContain("secret");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Wire.Answers(Things, new Answer(307).With("Location", "http://evil.example/"));

        var call = () => Client.SendRawAsync(HttpMethod.Post, Things, JsonElement.Parse("{}")).Soon();

        (await call.Should().ThrowAsync<FlapjackApiException>()).Which.StatusCode.Should().Be(HttpStatusCode.TemporaryRedirect);
    }

    [Fact]
    public async Task A_base_address_with_a_path_of_its_own_stays_in_front()
    {
        await using var server = new RawServer();
        using var client = TestClient.At(new(server.Address, "/proxy/"));

        var call = client.SendRawAsync(HttpMethod.Get, "/api/things");
        var connection = await server.AcceptRequest();
        await connection.Answer(200, "{}");

        await call.Soon();
        connection.RequestLine.Should().Be("GET /proxy/api/things HTTP/1.1");
    }

    [Fact]
    public void An_answer_for_a_mock_has_defaults()
    {
        var answer = new FlapjackRawResponse();

        (answer.Text, answer.Json, answer.Headers.Count).Should().Be(("", null, 0));
    }
}
