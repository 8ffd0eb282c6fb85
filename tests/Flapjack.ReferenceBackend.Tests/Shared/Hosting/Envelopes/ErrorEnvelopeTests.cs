using System.Net;
using System.Net.Sockets;
using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Envelopes;

public sealed class ErrorEnvelopeTests(TestBackend backend) : IClassFixture<TestBackend>
{
    private static readonly string[] BodyRoutes = ["/api/agents/from-template", "/api/agents/{0}/computer/exec"];

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api")]
    [InlineData("GET", "/api/agents/x/y")]
    [InlineData("GET", "/index.html")]
    [InlineData("POST", "/api/agents/from-template/more")]
    [InlineData("GET", "/api/agents/x/computer/bootstrap")]
    [InlineData("PUT", "/api/agents/x/sandbox/status")]
    public async Task An_unknown_route_is_not_found(string method, string path)
    {
        var answer = await TestBackend.SendAsync(backend.Client, new(method), path);

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("PUT", "/api/agents/from-template")]
    [InlineData("POST", "/api/agents/x")]
    [InlineData("POST", "/api/agents/x/computer/status")]
    [InlineData("DELETE", "/api/agents/x/computer/status")]
    [InlineData("POST", "/api/agents/x/computer/bootstrap/stream")]
    [InlineData("GET", "/api/agents/x/computer/exec")]
    [InlineData("PATCH", "/api/agents/x/computer/exec")]
    [InlineData("BREW", "/api/agents/x/computer/exec")]
    public async Task A_known_route_says_that_the_method_is_wrong(string method, string path)
    {
        var answer = await TestBackend.SendAsync(backend.Client, new(method), path);

        answer.ShouldBeRefused(405, "METHOD_NOT_ALLOWED");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"template\":\"blank\",}")]
    [InlineData("{\"template\":\"blank\"} x")]
    [InlineData("{'template':'blank'}")]
    [InlineData("template=blank")]
    [InlineData("// no\n{}")]
    [InlineData("{\"template\":\"\\x\"}")]
    [InlineData("{\"template\":NaN}")]
    public async Task A_body_that_is_no_JSON_is_refused(string body)
    {
        var agent = await backend.CreateReadyAgentAsync();

        foreach (var route in BodyRoutes)
        {
            var answer = await backend.PostAsync(route.Replace("{0}", agent, StringComparison.Ordinal), body);

            answer.ShouldBeRefused(400, "INVALID_JSON");
        }
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("[{\"template\":\"blank\",\"command\":\"true\"}]")]
    [InlineData("1")]
    [InlineData("\"blank\"")]
    [InlineData("false")]
    public async Task JSON_that_is_no_object_is_refused(string body)
    {
        var agent = await backend.CreateReadyAgentAsync();

        foreach (var route in BodyRoutes)
        {
            var answer = await backend.PostAsync(route.Replace("{0}", agent, StringComparison.Ordinal), body);

            answer.ShouldBeRefused(400, "INVALID_BODY");
        }
    }

    [Fact]
    public async Task JSON_nested_without_end_is_refused()
    {
        var body = $$"""{"template":"blank","x":{{new string('[', 100_000)}}""";

        var answer = await backend.CreateAsync(body);

        answer.ShouldBeRefused(400, "INVALID_JSON");
    }

    [Theory]
    [InlineData("{\"template\":\"bl\u00FFank\"}")]
    [InlineData("{\"template\":\"blank\",\"name\":\"\u00C3\"}")]
    [InlineData("{\u00FF}")]
    public async Task Bytes_that_are_no_UTF8_are_refused(string latin1)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/agents/from-template") { Content = new ByteArrayContent(Encoding.Latin1.GetBytes(latin1)) };

        var answer = await HttpAnswer.OfAsync(await backend.Client.SendAsync(request));

        answer.Status.Should().Be(400, answer.Body);
        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("error", "detail");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_of_5_MB_is_too_large(bool chunked)
    {
        using var body = new ByteArrayContent(Encoding.ASCII.GetBytes(new string(' ', 5_000_000)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/agents/from-template") { Content = body };
        request.Headers.TransferEncodingChunked = chunked;
        // The refusal may come while the body still goes out.
        request.Headers.ExpectContinue = true;

        var answer = await HttpAnswer.OfAsync(await backend.Client.SendAsync(request));

        answer.Status.Should().Be(413, answer.Body);
        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("error", "detail");
    }

    [Theory]
    [InlineData("..%2f")]
    [InlineData("..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("%2e%2e%2f")]
    [InlineData("%00")]
    [InlineData("a%00b")]
    [InlineData("%0d%0aX-Evil:%201")]
    [InlineData("%ff%fe")]
    [InlineData("%ed%a0%80")]
    [InlineData("%")]
    [InlineData("%zz")]
    [InlineData("'%20OR%201=1%20--")]
    [InlineData("%F0%9F%A5%9E")]
    [InlineData("{0}")]
    [InlineData("%3Cscript%3E")]
    [InlineData("*")]
    [InlineData("a b")]
    public async Task A_hostile_id_is_at_most_not_found(string id)
    {
        foreach (var (method, path) in new[] { ("GET", $"/api/agents/{id}/computer/status"), ("GET", $"/api/agents/{id}/computer/bootstrap/stream"), ("DELETE", $"/api/agents/{id}") })
        {
            var answer = await SendRawAsync($"{method} {path} HTTP/1.1");

            answer.Should().MatchRegex(@"\AHTTP/1\.1 40[045] ").And.NotContain("   at ").And.NotContain("\nX-Evil");
        }
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(7_000)]
    [InlineData(20_000)]
    public async Task A_very_long_id_is_at_most_not_found(int length)
    {
        var answer = await SendRawAsync($"GET /api/agents/{new string('a', length)}/computer/status HTTP/1.1");

        answer.Should().MatchRegex(@"\AHTTP/1\.1 4(04|14) ");
    }

    [Fact]
    public async Task Each_answer_has_a_request_id_of_its_own()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => backend.GetAsync("/nowhere")));

        answers.Select(answer => answer.Headers.GetValues("X-Request-Id").Single()).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public async Task A_success_has_a_request_id_too_and_names_no_server()
    {
        var answer = await backend.CreateAsync("""{"template":"blank"}""");

        answer.Headers.GetValues("X-Request-Id").Single().Should().NotBeEmpty();
        answer.Headers.Contains("Server").Should().BeFalse();
    }

    /// <summary>Sends a request line as it stands, which a client would tidy up first; returns all of the answer.</summary>
    private async Task<string> SendRawAsync(string requestLine)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, backend.Backend.BaseAddress.Port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{requestLine}\r\nHost: x\r\nAuthorization: Bearer {backend.Backend.ApiKey}\r\nConnection: close\r\n\r\n"));
        var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(60));
        }
        catch (IOException)
        {
            // Who refuses a request before it has come in whole resets the connection behind its answer.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
