using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Settings;

public sealed class TokenProviderTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/status";

    [Fact]
    public async Task Each_attempt_has_the_token_of_its_moment_without_the_spaces_around_it()
    {
        Wire.Answers(Path, new Answer(503, ""), Answer.Json("{}"));
        var asked = 0;

        await With(_ => ValueTask.FromResult($" token-{++asked}-0123456789\n")).GetComputerStatusAsync("a1").Soon();

        Wire.Requests.Select(request => request.Header("Authorization")).Should().Equal("Bearer token-1-0123456789", "Bearer token-2-0123456789");
    }

    [Fact]
    public async Task A_post_that_was_refused_for_its_old_token_runs_once()
    {
        const string Exec = "/api/agents/a1/computer/exec";
        Wire.Answers(Exec, new Answer(401, "{}"), Answer.Events(Frames.Exec));
        var tokens = new Queue<string>(["token-1-0123456789", "token-2-0123456789"]);

        await With(_ => ValueTask.FromResult(tokens.Dequeue())).RunComputerAsync("a1", new() { Command = "x" }).Soon();

        Wire.Requests.Where(request => request.Path == Exec).Select(request => request.Header("Authorization"))
            .Should().Equal("Bearer token-1-0123456789", "Bearer token-2-0123456789");
    }

    [Fact]
    public async Task A_derived_client_asks_the_same_provider()
    {
        Wire.Answers(Path, "{}");
        var asked = 0;

        await With(_ => ValueTask.FromResult($"token-{++asked}-0123456789")).With(o => o.MaxRetries = 0).GetComputerStatusAsync("a1").Soon();

        Wire.Request.Header("Authorization").Should().Be("Bearer token-1-0123456789");
    }

    [Fact]
    public async Task Every_token_that_was_used_is_taken_out_of_what_the_service_echoes()
    {
        Wire.Answers(Path, new Answer(503, ""), new Answer(400, """{"error":"C","detail":"first-0123456789 then second-0123456789"}"""));
        var tokens = new Queue<string>(["first-0123456789", "second-0123456789"]);

        var call = () => With(_ => ValueTask.FromResult(tokens.Dequeue())).GetComputerStatusAsync("a1").Soon();

        var refusal = (await call.Should().ThrowAsync<FlapjackValidationException>()).Which;
        refusal.Detail.Should().Be("[key] then [key]");
        refusal.ToString().Should().NotContain("0123456789");
    }

    [Fact]
    public async Task A_provider_that_fails_is_named_and_nothing_is_sent_or_repeated()
    {
        var asked = 0;
        var client = With(_ =>
        {
            asked++;
            return ValueTask.FromException<string>(new HttpRequestException(HttpRequestError.ConnectionError, "no token service"));
        });

        var call = () => client.GetComputerStatusAsync("a1").Soon();

        var failure = (await call.Should().ThrowAsync<FlapjackException>()).Which;
        failure.Should().BeOfType<FlapjackException>("it is no failure of the connection to the API");
        failure.Message.Should().Be("GET /api/agents/a1/computer/status was not sent: the option TokenProvider failed (HttpRequestException: no token service). The service did nothing.");
        failure.InnerException.Should().BeOfType<HttpRequestException>();
        asked.Should().Be(1);
        Wire.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData(null, "gave no key")]
    [InlineData("  ", "gave no key")]
    [InlineData("to\nken-0123456789", "gave a key with a space or another character that can't stand in a header")]
    [InlineData("tökén-0123456789", "gave a key with a space or another character that can't stand in a header")]
    public async Task A_token_that_can_not_be_sent_is_told_and_not_shown(string? token, string why)
    {
        var call = () => With(_ => ValueTask.FromResult(token!)).GetComputerStatusAsync("a1").Soon();

        await call.Should().ThrowAsync<FlapjackException>().WithMessage($"GET /api/agents/a1/computer/status was not sent: the option TokenProvider {why}. The service did nothing.");
        Wire.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_provider_that_never_answers_is_given_up_with_the_attempt()
    {
        var clock = new TestClock();
        var client = ClientWith(options =>
        {
            (options.ApiKey, options.TimeProvider, options.ResponseTimeout) = (null, clock, TimeSpan.FromSeconds(20));
            options.TokenProvider = _ => new(new TaskCompletionSource<string>().Task);
        });
        var call = client.GetComputerStatusAsync("a1");

        await clock.Pass(TimeSpan.FromSeconds(20));

        var late = (await call.Awaiting(task => task.Soon()).Should().ThrowAsync<FlapjackTimeoutException>()).Which;
        (late.Budget, late.Timeout).Should().Be((FlapjackTimeoutBudget.Response, TimeSpan.FromSeconds(20)));
        late.Message.Should().Be("GET /api/agents/a1/computer/status was not sent: the option TokenProvider gave no key within 20 s. The service did nothing.");
    }

    [Fact]
    public async Task A_caller_that_cancels_while_the_provider_is_asked_is_told_so()
    {
        using var cancel = new CancellationTokenSource();
        var call = With(_ => new(new TaskCompletionSource<string>().Task)).GetComputerStatusAsync("a1", cancel.Token);

        await cancel.CancelAsync();

        (await call.Awaiting(task => task.Soon()).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancel.Token);
    }

    [Fact]
    public async Task A_token_that_is_refused_names_the_provider()
    {
        Wire.Answers(Path, new Answer(401, "{}"));

        var call = () => With(_ => ValueTask.FromResult("t")).GetComputerStatusAsync("a1").Soon();

        await call.Should().ThrowAsync<FlapjackAuthenticationException>().WithMessage("*Check the API key. It came from the option TokenProvider.");
    }

    [Fact]
    public async Task A_token_that_was_exchanged_while_the_request_was_on_its_way_is_replaced_once()
    {
        Wire.Answers(Path, new Answer(401, "{}"), Answer.Json("{}"));
        var tokens = new Queue<string>(["token-1-0123456789", "token-2-0123456789"]);

        await With(_ => ValueTask.FromResult(tokens.Dequeue())).GetComputerStatusAsync("a1").Soon();

        Wire.Requests.Select(request => request.Header("Authorization")).Should().Equal("Bearer token-1-0123456789", "Bearer token-2-0123456789");
    }

    [Fact]
    public async Task A_second_refusal_is_told_and_no_third_token_is_asked_for()
    {
        Wire.Answers(Path, new Answer(401, "{}"), new Answer(401, "{}"), Answer.Json("{}"));
        var asked = 0;

        var call = () => With(_ => ValueTask.FromResult($"token-{++asked}-0123456789")).GetComputerStatusAsync("a1").Soon();

        (await call.Should().ThrowAsync<FlapjackAuthenticationException>()).Which.Attempts.Should().Be(2);
        asked.Should().Be(2);
    }

    [Fact]
    public async Task The_same_token_is_not_sent_again()
    {
        Wire.Answers(Path, new Answer(401, "{}"), Answer.Json("{}"));

        var call = () => With(_ => ValueTask.FromResult("token-1-0123456789")).GetComputerStatusAsync("a1").Soon();

        (await call.Should().ThrowAsync<FlapjackAuthenticationException>()).Which.Attempts.Should().Be(1);
    }

    [Fact]
    public async Task Without_retries_a_refused_token_is_not_replaced()
    {
        Wire.Answers(Path, new Answer(401, "{}"), Answer.Json("{}"));
        var asked = 0;
        var client = ClientWith(options => (options.ApiKey, options.MaxRetries, options.TokenProvider) = (null, 0, _ => ValueTask.FromResult($"token-{++asked}-0123456789")));

        await client.Awaiting(c => c.GetComputerStatusAsync("a1").Soon()).Should().ThrowAsync<FlapjackAuthenticationException>();

        asked.Should().Be(1);
    }

    [Fact]
    public async Task A_provider_that_fails_after_a_refusal_leaves_the_refusal_to_be_told()
    {
        Wire.Answers(Path, new Answer(401, "{}"));
        var asked = 0;

        var call = () => With(_ => asked++ == 0 ? ValueTask.FromResult("token-1-0123456789") : throw new InvalidOperationException()).GetComputerStatusAsync("a1").Soon();

        await call.Should().ThrowAsync<FlapjackAuthenticationException>();
    }

    [Fact]
    public void A_key_beside_a_provider_is_a_contradiction()
    {
        var make = () => ClientWith(options => options.TokenProvider = _ => ValueTask.FromResult("t"));

        make.Should().Throw<ArgumentException>().WithMessage("The Flapjack option ApiKey is set beside TokenProvider; set one of the two.*");
    }

    private FlapjackClient With(Func<CancellationToken, ValueTask<string>> provider) =>
        ClientWith(options => (options.ApiKey, options.TokenProvider) = (null, provider));
}
