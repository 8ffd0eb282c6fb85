using System.Net;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Errors;

public sealed class ErrorMappingTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/status";

    [Theory]
    [InlineData(400, """{"error":"INVALID_TEMPLATE","detail":"Unknown template"}""", typeof(FlapjackValidationException), "INVALID_TEMPLATE", "Unknown template")]
    [InlineData(401, """{"error":"UNAUTHORIZED"}""", typeof(FlapjackAuthenticationException), "UNAUTHORIZED", null)]
    [InlineData(403, """{"error":"FORBIDDEN","detail":"Another organization"}""", typeof(FlapjackPermissionException), "FORBIDDEN", "Another organization")]
    [InlineData(403, """{"error":"DEMO_KEY_READ_ONLY","signupUrl":"https://flapjack.chat"}""", typeof(FlapjackPermissionException), "DEMO_KEY_READ_ONLY", null)]
    [InlineData(404, """{"error":"NOT_FOUND","detail":"Agent not found"}""", typeof(FlapjackNotFoundException), "NOT_FOUND", "Agent not found")]
    [InlineData(409, """{"error":"SANDBOX_NOT_READY","detail":"Bootstrapping"}""", typeof(ComputerNotReadyException), "SANDBOX_NOT_READY", "Bootstrapping")]
    [InlineData(410, """{"error":"SANDBOX_DESTROYED"}""", typeof(ComputerDestroyedException), "SANDBOX_DESTROYED", null)]
    [InlineData(422, """{"error":"VALIDATION","detail":"name: too long"}""", typeof(FlapjackValidationException), "VALIDATION", "name: too long")]
    [InlineData(429, """{"error":"RATE_LIMITED","reason":"AGENT"}""", typeof(RateLimitedException), "RATE_LIMITED", null)]
    [InlineData(418, """{"error":"TEAPOT"}""", typeof(FlapjackApiException), "TEAPOT", null)]
    [InlineData(500, """{"error":"INTERNAL","detail":"boom"}""", typeof(FlapjackApiException), "INTERNAL", "boom")]
    [InlineData(503, """{"error":"UNAVAILABLE"}""", typeof(FlapjackApiException), "UNAVAILABLE", null)]
    public async Task Each_status_is_its_own_exception(int status, string body, Type type, string code, string? detail)
    {
        var error = await Refusal(new Answer(status, body));

        error.Should().BeOfType(type);
        error.StatusCode.Should().Be((HttpStatusCode)status);
        error.ErrorCode.Should().Be(code);
        error.Detail.Should().Be(detail);
        error.Attempts.Should().Be(1);
        error.RequestId.Should().BeNull();
        error.RetryAfter.Should().BeNull();
        error.InnerException.Should().BeNull();
    }

    [Theory]
    [InlineData(409, typeof(ComputerNotReadyException))]
    [InlineData(410, typeof(ComputerDestroyedException))]
    [InlineData(429, typeof(RateLimitedException))]
    [InlineData(500, typeof(FlapjackApiException))]
    public async Task A_stream_that_never_began_is_refused_alike(int status, Type type)
    {
        Wire.Answers("/api/agents/a1/computer/exec", new Answer(status, """{"error":"CODE","detail":"why"}"""));

        var thrown = await Client.Invoking(client => client.RunComputerAsync("a1", new() { Command = "x" })).Should().ThrowAsync<FlapjackApiException>();

        thrown.Which.Should().BeOfType(type);
        thrown.Which.Message.Should().StartWith($"POST /api/agents/a1/computer/exec was answered {status} CODE: why.");
    }

    [Theory]
    [InlineData("\"AGENT\"", "AGENT")]
    [InlineData("\"ORG\"", "ORG")]
    [InlineData("\"CONCURRENT\"", "CONCURRENT")]
    [InlineData("\"PLANET\"", "PLANET")]
    [InlineData("null", null)]
    [InlineData("7", null)]
    public async Task A_rate_limit_names_its_reason(string json, string? reason)
    {
        var error = await Refusal(new Answer(429, $$"""{"error":"RATE_LIMITED","reason":{{json}}}"""));

        error.Should().BeOfType<RateLimitedException>().Which.Reason.Value.Should().Be(reason);
    }

    [Fact]
    public void The_reasons_stand_for_the_contracts_words()
    {
        RateLimitReason[] reasons = [RateLimitReason.Agent, RateLimitReason.Organization, RateLimitReason.Concurrent, default];

        reasons.Select(reason => reason.ToString()).Should().Equal("AGENT", "ORG", "CONCURRENT", "unknown");
    }

    [Theory]
    [InlineData("30", 30)]
    [InlineData("0", 0)]
    [InlineData("Sat, 01 Jan 2000 00:00:30 GMT", 30)]
    [InlineData("Fri, 31 Dec 1999 23:59:00 GMT", 0)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("-0.5", null)]
    [InlineData("+5", null)]
    [InlineData("1.5", 2)]
    [InlineData("0.001", 1)]
    [InlineData("12.0", 12)]
    [InlineData("1,5", null)]
    [InlineData("1e3", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("-Infinity", null)]
    [InlineData("-∞", null)]
    [InlineData("1e9", null)]
    [InlineData("1e400", null)]
    [InlineData("0.4", 1)]
    [InlineData("-0", null)]
    [InlineData("5s", null)]
    [InlineData("٣", null)]
    [InlineData("Saturday, 01-Jan-00 00:00:30 GMT", 30)]
    [InlineData("Sat Jan  1 00:00:30 2000", 30)]
    [InlineData("2678400", 2_678_400)]
    [InlineData("2678401", null)]
    [InlineData("2147483648", null)]
    [InlineData("99999999999999999999999999", null)]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT", null)]
    [InlineData("5, 10", 10)] // two lines that a proxy has joined
    [InlineData("10,  5", 10)]
    [InlineData("0, 0", 0)]
    [InlineData("5, -1, soon, 99999999", 5)]
    [InlineData("soon, later", null)]
    [InlineData("5,10", null)] // a number with a comma in many languages
    [InlineData(", ", null)]
    [InlineData("Sat, 01 Jan 2000 00:00:30 GMT, Sat, 01 Jan 2000 00:00:40 GMT", 40)]
    [InlineData("Sat, 01 Jan 2000 00:00:30 GMT, 20", 30)]
    [InlineData("20, Sat, 01 Jan 2000 00:00:30 GMT", 30)]
    public async Task Retry_after_is_read_as_seconds_or_as_a_date(string header, int? seconds)
    {
        // The test clock stands at the start of the year 2000.
        var error = await Refusal(new Answer(429, """{"error":"RATE_LIMITED"}""").With("Retry-After", header));

        error.RetryAfter.Should().Be(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value));
    }

    [Fact]
    public async Task The_id_of_the_request_is_told()
    {
        var error = await Refusal(new Answer(500, """{"error":"INTERNAL"}""").With("X-Request-Id", "req_7"));

        error.RequestId.Should().Be("req_7");
        error.Message.Should().Contain("(request req_7)");
    }

    [Theory]
    [InlineData("<html><h1>502 Bad Gateway</h1></html>", "text/html", "<h1>502 Bad Gateway</h1>")]
    [InlineData("upstream connect error", "text/plain", "upstream connect error")]
    [InlineData("", null, "500 Internal Server Error.")]
    [InlineData("""["error","detail"]""", "application/json", """["error","detail"]""")]
    [InlineData("\"error\"", "application/json", "\"error\"")]
    [InlineData("null", "application/json", "null")]
    [InlineData("""{"error":{"code":7}}""", "application/json", """{"error":{"code":7}}""")]
    [InlineData("""{"error":"INTERNAL""", "application/json", """{"error":"INTERNAL""")]
    [InlineData("""{"message":"boom"}""", "application/json", """{"message":"boom"}""")]
    public async Task Any_other_body_is_shown_as_it_is(string body, string? contentType, string shown)
    {
        var error = await Refusal(new Answer(500, body, contentType));

        error.ErrorCode.Should().BeNull();
        error.Detail.Should().BeNull();
        error.Message.Should().StartWith($"GET {Path} was answered 500 Internal Server Error").And.Contain(shown);
    }

    [Theory]
    [InlineData("""{"error":7,"detail":"boom"}""", null, "boom")]
    [InlineData("""{"error":null,"detail":"boom"}""", null, "boom")]
    [InlineData("""{"error":"INTERNAL","detail":{"a":1}}""", "INTERNAL", null)]
    public async Task A_field_of_another_shape_is_as_good_as_missing(string body, string? code, string? detail)
    {
        var error = await Refusal(new Answer(500, body));

        error.ErrorCode.Should().Be(code);
        error.Detail.Should().Be(detail);
        error.Message.Should().Contain(code ?? detail);
    }

    [Theory]
    [InlineData("""{"error":"INTERNAL","detail":"\ud800"}""")]
    [InlineData("""{"error":"\udc00","detail":"boom"}""")]
    public async Task Half_a_character_in_the_body_hides_no_refusal(string body)
    {
        var error = await Refusal(new Answer(500, body));

        error.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_long_page_is_cut_and_loses_its_line_breaks()
    {
        var error = await Refusal(new Answer(500, "a\r\nb\0c" + new string('x', 100_000), "text/html"));

        error.Message.Length.Should().BeLessThan(400);
        error.Message.Should().Contain("a  b cxxx").And.Contain("…");
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task A_redirect_is_not_followed(int status)
    {
        Wire.Answers("/elsewhere", """{"computer":{"status":"ready"}}""");

        var error = await Refusal(new Answer(status, "", null).With("Location", $"{Wire.Address}/elsewhere"));

        error.Should().BeOfType<FlapjackApiException>();
        error.Message.Should().Contain("Redirects are not followed").And.Contain($"{Wire.Address}/elsewhere");
        Wire.Requests.Should().HaveCount(1);
    }

    [Theory]
    [InlineData(401, "Check the API key.")]
    [InlineData(403, "sandbox:admin")]
    [InlineData(409, "WaitUntilComputerReadyAsync")]
    [InlineData(409, "WaitForReady")]
    [InlineData(429, "FlapjackQuotaGovernor")]
    [InlineData(410, "CreateAgentFromTemplateAsync and the same ExternalAppId")]
    public async Task A_message_says_what_happened_to_what_and_what_to_do_next(int status, string advice)
    {
        var error = await Refusal(new Answer(status, """{"error":"CODE","detail":"The detail"}"""));

        error.Message.Should().StartWith($"GET {Path} was answered {status} CODE: The detail. ").And.Contain(advice);
    }

    [Theory]
    [InlineData(null, "CODE: Said in a sentence. Check")]
    [InlineData("r1", "CODE: Said in a sentence (request r1). Check")]
    public async Task A_detail_that_is_a_sentence_gets_no_second_full_stop(string? requestId, string said)
    {
        var answer = new Answer(401, """{"error":"CODE","detail":"Said in a sentence."}""");

        var error = await Refusal(requestId is null ? answer : answer.With("X-Request-Id", requestId));

        error.Message.Should().Contain(said);
        error.Detail.Should().Be("Said in a sentence.");
    }

    [Fact]
    public async Task A_rate_limit_says_when_to_try_again()
    {
        var error = await Refusal(new Answer(429, """{"error":"RATE_LIMITED"}""").With("Retry-After", "42"));

        error.Message.Should().EndWith("Try again after 42 s.");
    }

    [Theory]
    [InlineData("Is the key of another service?", "CODE: Is the key of another service? Check the API key.")]
    [InlineData("No such key!", "CODE: No such key! Check the API key.")]
    [InlineData("No such key: ", "CODE: No such key. Check the API key.")]
    [InlineData("...", "401 CODE. Check the API key.")]
    public async Task A_detail_with_a_mark_of_its_own_gets_no_second_one(string detail, string said)
    {
        var error = await Refusal(new Answer(401, $$"""{"error":"CODE","detail":"{{detail}}"}"""));

        error.Message.Should().Contain(said);
        error.Detail.Should().Be(detail);
    }

    [Theory]
    [InlineData("key")]
    [InlineData("API")]
    [InlineData("status")]
    [InlineData("answered")]
    public async Task A_key_that_is_a_plain_word_garbles_no_message(string key)
    {
        Wire.Answers(Path, new Answer(401, """{"error":"UNAUTHORIZED","detail":"No API key of that status."}"""));
        var client = ClientWith(options => options.ApiKey = key);

        var error = (await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;

        error.Message.Should().StartWith($"GET {Path} was answered 401 UNAUTHORIZED: No API key of that status. Check the API key.");
    }

    [Theory]
    [InlineData("application/json", """{"error":"UNAUTHORIZED","detail":"No such key: fj_live_0123456789abcdef"}""")]
    [InlineData("application/json", """{"error":"fj_live_0123456789abcdef"}""")]
    [InlineData("text/html", "Your request:\r\nAuthorization: Bearer fj_live_0123456789abcdef")]
    public async Task The_key_gets_into_no_exception_even_if_the_body_echoes_it(string contentType, string body)
    {
        var error = await Refusal(new Answer(401, body, contentType).With("X-Request-Id", TestClient.Key));

        new[] { error.ToString(), error.Message, error.Detail, error.ErrorCode, error.RequestId }.Should().AllSatisfy(text => (text ?? "").Should().NotContain(TestClient.Key));
        error.Message.Should().Contain("[key]");
    }

    [Fact]
    public async Task Not_even_most_of_the_key_gets_into_a_message_that_is_cut()
    {
        var error = await Refusal(new Answer(401, new string('x', 180) + TestClient.Key, "text/html"));

        error.ToString().Should().NotContain(TestClient.Key[..12]);
    }

    [Fact]
    public async Task The_key_gets_into_no_protocol_error_either()
    {
        Wire.Answers(Path, new Answer(200, $"<pre>Authorization: Bearer {TestClient.Key}</pre>", "text/html"));

        var error = (await Client.Invoking(client => client.GetComputerStatusAsync("a1")).Should().ThrowAsync<FlapjackProtocolException>()).Which;

        error.ToString().Should().NotContain(TestClient.Key);
        error.Raw.Should().NotContain(TestClient.Key);
    }

    [Fact]
    public async Task The_key_gets_into_no_error_of_an_event()
    {
        Wire.Answers("/api/agents/a1/computer/exec", Answer.Events($"event: stdout\ndata: Bearer {TestClient.Key}\n\n"));

        var error = (await Client.Invoking(client => client.RunComputerAsync("a1", new() { Command = "x" })).Should().ThrowAsync<FlapjackProtocolException>()).Which;

        error.ToString().Should().NotContain(TestClient.Key);
        error.Raw.Should().NotContain(TestClient.Key);
    }

    private async Task<FlapjackApiException> Refusal(Answer answer)
    {
        Wire.Answers(Path, answer);
        var client = ClientWith(options => (options.MaxRetries, options.TimeProvider) = (0, new TestClock()));
        return (await client.Invoking(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackApiException>()).Which;
    }
}
