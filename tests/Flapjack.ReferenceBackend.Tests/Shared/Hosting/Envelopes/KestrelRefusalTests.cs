using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Shared.Hosting.Envelopes;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Envelopes;

/// <summary>What the server refuses before it is a request at all carries the envelope too.</summary>
public sealed class KestrelRefusalTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("nonsense\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("GET\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("G\u00e9T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("GET /%00 HTTP/1.1\r\nHost: x\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nbroken header\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: many\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n", 400, "BAD_REQUEST")]
    [InlineData("GET / HTTP/3.7\r\nHost: x\r\n\r\n", 505, "HTTP_VERSION_NOT_SUPPORTED")]
    public async Task A_request_that_is_none_is_refused_with_the_envelope(string request, int status, string code)
    {
        var (head, body) = await SendAsync(request);

        head.Should().StartWith($"HTTP/1.1 {status} ");
        ShouldBeEnvelope(head, body, code);
    }

    [Fact]
    public async Task Headers_that_are_too_large_or_too_many_are_refused_with_the_envelope_and_the_limits()
    {
        var large = await SendAsync($"GET / HTTP/1.1\r\nHost: x\r\nX-Long: {new string('a', 33_000)}\r\n\r\n");
        var many = await SendAsync($"GET / HTTP/1.1\r\nHost: x\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X-{i}: 1\r\n"))}\r\n");

        foreach (var (head, body) in new[] { large, many })
        {
            head.Should().StartWith("HTTP/1.1 431 ");
            ShouldBeEnvelope(head, body, "REQUEST_HEADER_FIELDS_TOO_LARGE");
            body.Should().Contain("100").And.Contain("32768");
        }
    }

    [Fact]
    public async Task A_request_line_that_is_too_long_is_refused_with_the_envelope_and_the_limit()
    {
        var (head, body) = await SendAsync($"GET /{new string('a', 9_000)} HTTP/1.1\r\nHost: x\r\n\r\n");

        head.Should().StartWith("HTTP/1.1 414 ");
        ShouldBeEnvelope(head, body, "URI_TOO_LONG");
        body.Should().Contain("8192");
    }

    [Fact]
    public async Task A_refusal_behind_an_answer_on_the_same_connection_leaves_the_answer_as_it_is()
    {
        var (_, all) = await SendAsync("GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n");

        var answers = all.Split("HTTP/1.1 ");
        answers.Should().HaveCount(2, all);
        answers[0].Should().Contain("UNAUTHORIZED", "a path that nobody serves needs a key too");
        var (head, body) = Parts("HTTP/1.1 " + answers[1]);
        head.Should().StartWith("HTTP/1.1 400 ");
        ShouldBeEnvelope(head, body, "BAD_REQUEST");
    }

    [Fact]
    public async Task In_memory_it_is_the_same()
    {
        // Two hosts in one header: HttpClient sends it as it is told to.
        using var client = backend.MemoryClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("Host", "a b");

        using var answer = await client.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).Should().StartWith("""{"error":"BAD_REQUEST","detail":""");
    }

    [Theory]
    [InlineData(408, "Request Timeout", "REQUEST_TIMEOUT", "in time")]
    [InlineData(413, "Payload Too Large", "PAYLOAD_TOO_LARGE", "30000000")]
    [InlineData(411, "Length Required", "LENGTH_REQUIRED", "length")]
    [InlineData(500, "Internal Server Error", "INTERNAL_SERVER_ERROR", "refused")]
    public void What_takes_time_to_bring_about_is_enveloped_too(int status, string phrase, string code, string detail)
    {
        var head = $"HTTP/1.1 {status} {phrase}\r\nContent-Length: 0\r\nConnection: close\r\nDate: Sun, 29 Nov 2026 10:00:00 GMT\r\n\r\n";

        var whole = Encoding.UTF8.GetString(Refusals().Enveloped(Encoding.ASCII.GetBytes(head))!);

        var parts = Parts(whole);
        ShouldBeEnvelope(parts.Head, parts.Body, code);
        parts.Head.Should().Contain("Connection: close").And.Contain("Date: ");
        parts.Body.Should().Contain(detail);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nX-Request-Id: 1\r\n\r\n")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 7\r\n\r\n")]
    [InlineData("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n{}")]
    [InlineData("data: HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("")]
    public void All_other_bytes_are_left_alone(string written)
    {
        Refusals().Enveloped(Encoding.ASCII.GetBytes(written)).Should().BeNull();
    }

    private static EnvelopedOutput Refusals() => new(System.IO.Pipelines.PipeWriter.Create(Stream.Null), FlapjackEnvelope.Of, new KestrelServerLimits());

    private static void ShouldBeEnvelope(string head, string body, string code)
    {
        head.Should().Contain("\r\nContent-Type: application/json; charset=utf-8\r\n").And.Contain($"\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        var json = JsonElement.Parse(body);
        json.EnumerateObject().Select(field => field.Name).Should().Equal("error", "detail");
        json.GetProperty("error").GetString().Should().Be(code);
        json.GetProperty("detail").GetString().Should().NotBeEmpty();
    }

    private static (string Head, string Body) Parts(string answer)
    {
        var end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (answer, "") : (answer[..(end + 2)], answer[(end + 4)..]);
    }

    private async Task<(string Head, string Body)> SendAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, backend.Backend.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (IOException)
        {
            // The server resets the connection behind an answer to a request that it has not read whole.
        }

        return Parts(Encoding.UTF8.GetString(answer.ToArray()));
    }
}
