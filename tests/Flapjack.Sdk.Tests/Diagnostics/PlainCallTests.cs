using System.Diagnostics;
using System.Net.Sockets;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>What the span of a call without a stream tells.</summary>
public sealed class PlainCallTests : WireTest
{
    private const string Path = "/api/agents/a1/computer/status";

    [Fact]
    public async Task A_call_is_a_span_below_the_current_span_with_the_name_of_its_method()
    {
        using var seen = new Observed();
        Wire.Answers(Path, "{}");

        await Client.GetComputerStatusAsync("a1");

        var span = seen.Span;
        (span.OperationName, span.Kind, span.Status, span.ParentSpanId).Should().Be(("GetComputerStatus", ActivityKind.Client, ActivityStatusCode.Unset, seen.Root.SpanId));
        span.Source.Version.Should().Be(typeof(FlapjackClient).Assembly.GetName().Version!.ToString(3));
        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["http.request.method"] = "GET",
            ["server.address"] = Wire.Address.Host,
            ["server.port"] = Wire.Address.Port,
            ["url.template"] = "/api/agents/{agentId}/computer/status",
            ["flapjack.agent.id"] = "a1",
            ["flapjack.outcome"] = "completed",
            ["flapjack.attempts"] = 1,
            ["http.response.status_code"] = 200,
        });
        Activity.Current.Should().BeSameAs(seen.Root);
    }

    [Fact]
    public async Task An_id_is_told_as_it_was_given_and_a_query_is_not_told()
    {
        using var seen = new Observed();

        await Client.Invoking(c => c.GetRunnerAsync("r 1/2")).Should().ThrowAsync<FlapjackException>();

        seen.Span.GetTagItem("flapjack.runner.id").Should().Be("r 1/2");
        seen.Span.GetTagItem("url.template").Should().Be("/api/runners/{runnerId}");
    }

    [Fact]
    public async Task Of_a_path_that_the_caller_wrote_nothing_is_told()
    {
        using var seen = new Observed();
        Wire.Answers("/api/things/secret", "{}");

        await Client.SendRawAsync(HttpMethod.Get, "/api/things/secret?token=secret");

        (seen.Span.OperationName, seen.Span.GetTagItem("url.template")).Should().Be(("SendRaw", null));
        seen.Span.TagObjects.Should().NotContain(tag => $"{tag.Value}".Contains("secret"));
    }

    [Theory]
    [InlineData(404, """{"error":"NOT_FOUND","detail":"no such agent"}""", "refused", "404 NOT_FOUND")]
    [InlineData(400, """{"error":"Bad words: rm -rf","detail":"no"}""", "refused", "400")]
    [InlineData(500, "<html>", "failed", "500")]
    public async Task A_refusal_is_an_error_with_its_status(int status, string body, string outcome, string description)
    {
        using var seen = new Observed();
        Wire.Answers(Path, new Answer(status, body));

        await ClientWith(options => options.MaxRetries = 0).Invoking(c => c.GetComputerStatusAsync("a1")).Should().ThrowAsync<FlapjackApiException>();

        var span = seen.Span;
        (span.Status, span.StatusDescription).Should().Be((ActivityStatusCode.Error, description));
        span.GetTagItem("error.type").Should().Be($"{status}");
        span.GetTagItem("http.response.status_code").Should().Be(status);
        span.GetTagItem("flapjack.outcome").Should().Be(outcome);
    }

    [Fact]
    public async Task A_call_that_may_have_changed_something_has_an_unknown_outcome_and_says_so_in_the_log()
    {
        using var seen = new Observed();
        var log = new CapturedLog();
        Wire.Answers("/api/projects", new Answer(500));
        var client = ClientWith(options => options.LoggerFactory = log.Loggers);

        await client.Invoking(c => c.CreateProjectAsync(new() { Name = "n" })).Should().ThrowAsync<FlapjackApiException>();

        seen.Span.GetTagItem("flapjack.outcome").Should().Be("unknown");
        log.Messages.Should().Equal("How CreateProject ended is unknown (500). The service may have done all, some or none of it.");
    }

    [Fact]
    public async Task A_repeat_is_an_event_a_count_and_a_line_of_the_log()
    {
        using var seen = new Observed();
        var log = new CapturedLog();
        Wire.Answers(Path, new Answer(503), new Answer(429).With("Retry-After", "0"), Answer.Json("{}"));
        var client = ClientWith(options => options.LoggerFactory = log.Loggers);

        await client.GetComputerStatusAsync("a1");

        var span = seen.Span;
        Observed.EventsOf(span).Should().Equal("retry 503", "retry 429");
        (span.GetTagItem("flapjack.attempts"), span.GetTagItem("http.request.resend_count"), span.Status).Should().Be((3, 2, ActivityStatusCode.Unset));
        log.Messages.Should().HaveCount(2).And.AllSatisfy(message => message.Should().MatchRegex("^GetComputerStatus is sent again after [0-9]+ ms: attempt [12] failed [(](503|429)[)][.]$"));
    }

    [Fact]
    public async Task A_connection_that_fails_is_told_by_the_kind_of_its_failure()
    {
        using var seen = new Observed();
        using var network = new UnreliableNetwork(SocketError.ConnectionRefused);
        using var client = TestClient.Over(network.Client, Wire.Address, options => options.MaxRetries = 1);

        await client.Invoking(c => c.CreateProjectAsync(new() { Name = "n" })).Should().ThrowAsync<FlapjackConnectionException>();

        Observed.EventsOf(seen.Span).Should().Equal("retry connection_error");
        (seen.Span.GetTagItem("error.type"), seen.Span.GetTagItem("flapjack.outcome")).Should().Be(("Flapjack.Sdk.FlapjackConnectionException", "failed"));
    }

    [Fact]
    public async Task A_cancelled_call_is_no_error()
    {
        using var seen = new Observed();
        using var cancel = new CancellationTokenSource();
        using var http = new HttpClient(new StubHandler(async (_, token) =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        }));
        using var client = TestClient.Over(http, Wire.Address);

        await client.Invoking(c => c.GetComputerStatusAsync("a1", cancel.Token)).Should().ThrowAsync<OperationCanceledException>();

        (seen.Span.Status, seen.Span.GetTagItem("flapjack.outcome"), seen.Span.GetTagItem("error.type")).Should().Be((ActivityStatusCode.Unset, "cancelled", null));
    }

    [Fact]
    public async Task A_deletion_whose_repeat_finds_nothing_is_no_error()
    {
        using var seen = new Observed();
        Wire.Answers("/api/projects/p1", new Answer(503), new Answer(404));

        await Client.DeleteProjectAsync("p1");

        (seen.Span.Status, seen.Span.GetTagItem("flapjack.outcome")).Should().Be((ActivityStatusCode.Unset, "completed"));
    }

    [Fact]
    public async Task Every_call_is_measured_with_few_tags()
    {
        using var seen = new Observed();
        Wire.Answers("/api/projects/p1", Answer.Json("{}"), new Answer(404));
        await Client.GetProjectAsync("p1");
        await Client.Invoking(c => c.GetProjectAsync("p1")).Should().ThrowAsync<FlapjackNotFoundException>();

        var measured = seen.Measurements.Where(item => item is { Instrument: "flapjack.client.operation.duration", Operation: "GetProject" }).TakeLast(2).ToArray();

        measured.Should().AllSatisfy(item => item.Value.Should().BeOfType<double>().Which.Should().BeGreaterThan(0));
        measured.Select(item => string.Join(' ', item.Tags.Select(tag => $"{tag.Key}={tag.Value}"))).Should().Equal(
            "flapjack.operation=GetProject flapjack.outcome=completed",
            "flapjack.operation=GetProject flapjack.outcome=refused error.type=404");
    }
}
