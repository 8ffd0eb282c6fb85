using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Http;

public sealed class RetryTests : WireTest
{
    private static readonly int[] Transient = [408, 500, 502, 503, 504];
    private static readonly int[] Final = [400, 401, 403, 404, 409, 410, 422, 429, 501, 505];

    private static readonly Dictionary<string, (string Path, Func<FlapjackClient, Task> Call, bool Repeatable)> Calls = new()
    {
        ["status"] = ("/api/agents/a1/computer/status", client => client.GetComputerStatusAsync("a1"), true),
        ["bootstrap stream"] = ("/api/agents/a1/computer/bootstrap/stream", client => client.StreamBootstrapAsync("a1").All(), true),
        ["delete"] = ("/api/agents/a1", client => client.DeleteAgentAsync("a1"), true),
        ["create with an id"] = ("/api/agents/from-template", client => client.CreateAgentFromTemplateAsync(Create("app_1")), true),
        ["create without an id"] = ("/api/agents/from-template", client => client.CreateAgentFromTemplateAsync(Create(null)), false),
        ["exec"] = ("/api/agents/a1/computer/exec", client => client.RunComputerAsync("a1", new() { Command = "x" }), false),
    };

    public static TheoryData<string, int, int> Table
    {
        get
        {
            var rows = new TheoryData<string, int, int>();
            foreach (var (call, (_, _, repeatable)) in Calls)
            {
                Array.ForEach(Transient, status => rows.Add(call, status, repeatable ? 4 : 1));
                Array.ForEach(Final, status => rows.Add(call, status, 1));
            }

            return rows;
        }
    }

    public static TheoryData<string> AllCalls => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Table))]
    public async Task Only_what_is_safe_to_repeat_is_sent_again(string call, int status, int attempts)
    {
        var (path, send, _) = Calls[call];
        Wire.Answers(path, new Answer(status, """{"error":"CODE"}"""));

        var thrown = await Client.Invoking(client => send(client).Soon()).Should().ThrowAsync<FlapjackApiException>();

        Wire.Requests.Count(request => request.Path == path).Should().Be(attempts);
        thrown.Which.Attempts.Should().Be(attempts);
        ((int)thrown.Which.StatusCode).Should().Be(status);
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task Without_retries_everything_is_sent_once(string call)
    {
        var (path, send, _) = Calls[call];
        Wire.Answers(path, new Answer(503).With("Retry-After", "0"));

        await ClientWith(options => options.MaxRetries = 0).Invoking(client => send(client).Soon()).Should().ThrowAsync<FlapjackApiException>();

        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_retry_that_succeeds_is_a_success()
    {
        Wire.Answers("/api/agents/a1/computer/status", new Answer(503), new Answer(502), Answer.Json("""{"computer":{"status":"ready"}}"""));

        var status = await Client.GetComputerStatusAsync("a1").Soon();

        status.Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        Wire.Requests.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_creation_is_repeated_with_the_same_key_and_body()
    {
        Wire.Answers("/api/agents/from-template", new Answer(503), Answer.Json("""{"agent":{"id":"a1"},"idempotent":true}"""));

        var created = await Client.CreateAgentFromTemplateAsync(Create("app_1")).Soon();

        created.Idempotent.Should().BeTrue();
        Wire.Requests.Should().HaveCount(2);
        Wire.Requests.Should().AllSatisfy(request =>
        {
            request.Header("Idempotency-Key").Should().Be("app_1");
            request.Body.Should().Be("""{"name":"n","template":"blank","externalAppId":"app_1"}""");
        });
    }

    [Theory]
    [MemberData(nameof(AllCalls))]
    public async Task A_rate_limit_that_is_short_is_waited_out(string call)
    {
        var (path, send, _) = Calls[call];
        var clock = new TestClock();
        Wire.Answers(path, new Answer(429, """{"error":"RATE_LIMITED"}""").With("Retry-After", "1"), new Answer(401));

        var sent = send(ClientWith(options => options.TimeProvider = clock));
        await clock.Armed(TimeSpan.FromSeconds(1));
        Wire.Requests.Should().HaveCount(1);
        clock.Advance(TimeSpan.FromSeconds(1));

        (await sent.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackAuthenticationException>()).Which.Attempts.Should().Be(2);
    }

    [Theory]
    [InlineData("Sat, 01 Jan 2000 00:00:07 GMT", 7)]
    [InlineData("10", 10)]
    public async Task The_service_says_how_long_to_wait(string retryAfter, int seconds)
    {
        var clock = new TestClock();
        Wire.Answers("/api/agents/a1/computer/status", new Answer(503).With("Retry-After", retryAfter), Answer.Json("{}"));

        var call = ClientWith(options => options.TimeProvider = clock).GetComputerStatusAsync("a1");
        await clock.Pass(TimeSpan.FromSeconds(seconds));

        await call.Soon();
    }

    [Theory]
    [InlineData(429, null)]
    [InlineData(429, "11")]
    [InlineData(429, "60")]
    [InlineData(429, "Sat, 01 Jan 2000 01:00:00 GMT")]
    [InlineData(503, "60")]
    public async Task A_wait_that_is_long_or_unknown_is_the_callers_to_decide(int status, string? retryAfter)
    {
        var answer = new Answer(status, """{"error":"CODE"}""");
        Wire.Answers("/api/agents/a1/computer/status", retryAfter is null ? answer : answer.With("Retry-After", retryAfter));

        var thrown = await ClientWith(options => options.TimeProvider = new TestClock())
            .Invoking(client => client.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackApiException>();

        thrown.Which.Attempts.Should().Be(1);
        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task How_long_is_long_is_an_option()
    {
        var clock = new TestClock();
        Wire.Answers("/api/agents/a1/computer/status", new Answer(429).With("Retry-After", "60"), Answer.Json("{}"));

        var call = ClientWith(options => (options.TimeProvider, options.MaxRetryAfter) = (clock, TimeSpan.FromMinutes(1))).GetComputerStatusAsync("a1");
        await clock.Pass(TimeSpan.FromMinutes(1));

        await call.Soon();
    }

    [Theory]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("Fri, 31 Dec 1999 23:00:00 GMT", null)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", "Sat, 01 Jan 2000 00:00:00 GMT")]
    [InlineData("99999999999999999999", null)]
    [InlineData("soon", null)]
    public async Task A_service_that_asks_for_no_wait_is_given_the_pauses_of_our_own(string retryAfter, string? date)
    {
        var pauses = await Pauses(3, response => Say(response, retryAfter, date));

        pauses[0].TotalSeconds.Should().BeInRange(1, 2);
        pauses[1].TotalSeconds.Should().BeInRange(2, 4);
        pauses[2].TotalSeconds.Should().BeInRange(4, 8);
    }

    [Theory]
    [InlineData("9", null, 9)]
    [InlineData("8.2", null, 9)]
    [InlineData("Sat, 01 Jan 2000 00:00:09 GMT", null, 9)]
    // The service's clock is an hour behind ours, or an hour ahead.
    [InlineData("Fri, 31 Dec 1999 23:00:09 GMT", "Fri, 31 Dec 1999 23:00:00 GMT", 9)]
    [InlineData("Sat, 01 Jan 2000 01:00:09 GMT", "Sat, 01 Jan 2000 01:00:00 GMT", 9)]
    // A date of the service's that makes no sense of the other is not used.
    [InlineData("Sat, 01 Jan 2000 00:00:09 GMT", "Sun, 29 Nov 2026 00:00:00 GMT", 9)]
    public async Task A_wait_that_is_longer_than_our_own_pause_is_kept_to(string retryAfter, string? date, int seconds)
    {
        var pauses = await Pauses(1, response => Say(response, retryAfter, date));

        pauses.Should().Equal(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task A_wait_that_is_shorter_than_our_own_pause_does_not_shorten_it()
    {
        var pauses = await Pauses(3, response => Say(response, "1", null));

        pauses[0].TotalSeconds.Should().BeInRange(1, 2);
        pauses[2].TotalSeconds.Should().BeInRange(4, 8);
    }

    [Fact]
    public async Task Cancelling_between_two_attempts_ends_the_call()
    {
        var clock = new TestClock();
        using var cancel = new CancellationTokenSource();
        Wire.Answers("/api/agents/a1/computer/status", new Answer(503).With("Retry-After", "5"));
        var call = ClientWith(options => options.TimeProvider = clock).GetComputerStatusAsync("a1", cancel.Token);
        await clock.Armed(TimeSpan.FromSeconds(5));

        await cancel.CancelAsync();

        (await call.Invoking(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
        Wire.Requests.Should().HaveCount(1);
    }

    [Fact]
    public async Task Pauses_are_never_zero_and_grow()
    {
        var pauses = new List<TimeSpan[]>();
        for (var i = 0; i < 30; i++)
        {
            pauses.Add(await Pauses(attempts: 3));
        }

        pauses.SelectMany(p => p).Should().OnlyContain(pause => pause > TimeSpan.Zero && pause <= TimeSpan.FromSeconds(8));
        // Jitter may order two neighbours the other way, even on average; first and third of thirty runs it does not.
        var (first, third) = (pauses.Average(p => p[0].TotalSeconds), pauses.Average(p => p[2].TotalSeconds));
        first.Should().BeInRange(0.5, 3);
        third.Should().BeGreaterThan(first * 1.3);
    }

    [Fact]
    public async Task Clients_do_not_pause_in_step()
    {
        var pauses = new HashSet<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            pauses.Add((await Pauses(attempts: 1))[0]);
        }

        pauses.Count.Should().BeGreaterThan(10);
    }

    private static void Say(HttpResponseMessage response, string retryAfter, string? date)
    {
        response.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        if (date is not null)
        {
            response.Headers.TryAddWithoutValidation("Date", date);
        }
    }

    private static async Task<TimeSpan[]> Pauses(int attempts, Action<HttpResponseMessage>? say = null)
    {
        var clock = new TestClock();
        using var http = new HttpClient(new StubHandler((_, _) =>
        {
            var response = new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable);
            say?.Invoke(response);
            return Task.FromResult(response);
        }));
        using var client = TestClient.Over(http, new("http://flapjack.test"), options =>
            (options.TimeProvider, options.ResponseTimeout, options.RetryDelay, options.MaxRetries) = (clock, Timeout.InfiniteTimeSpan, TimeSpan.FromSeconds(2), attempts));
        var call = client.GetComputerStatusAsync("a1");
        var pauses = new TimeSpan[attempts];
        for (var i = 0; i < attempts; i++)
        {
            clock.Advance(pauses[i] = await clock.Armed());
        }

        await call.Invoking(task => task.Soon()).Should().ThrowAsync<FlapjackApiException>();
        return pauses;
    }

    private static CreateAgentFromTemplateRequest Create(string? externalAppId) => new() { Name = "n", Template = ComputerTemplate.Blank, ExternalAppId = externalAppId };
}
