using System.Diagnostics;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Telemetry;

/// <summary>A webhook belongs to the trace of its event, at each attempt, also in a later process; and so does what the receiver does.</summary>
public sealed class WebhookTracingTests : IDisposable
{
    private const string Source = FlapjackBackendDiagnostics.SourceName;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_receiver_gets_the_place_of_each_attempt_in_the_trace_that_created_the_agent()
    {
        var clock = new FakeTimeProvider();
        using var spans = new CapturedSpans(Source);
        await using var receiver = await WebhookReceiver.StartAsync(503);
        await using var backend = await TestBackend.StartAsync(options => (options.TimeProvider, options.AllowLoopbackWebhooks) = (clock, true));

        var agent = await CreateAsync(backend, receiver, spans.Header, ("tracestate", "vendor=a"));
        var first = await receiver.NextAsync();
        await spans.WaitForAsync("flapjack.webhook.attempt");
        clock.Advance(TimeSpan.FromSeconds(2));
        var second = await receiver.NextAsync();

        var attempts = await spans.WaitForAsync("flapjack.webhook.attempt", 2);
        var bootstrap = await spans.WaitForAsync("flapjack.bootstrap");
        var webhook = await spans.WaitForAsync("flapjack.webhook");
        bootstrap.ParentSpanId.Should().Be(spans.CallerId);
        webhook.ParentSpanId.Should().Be(bootstrap.SpanId);
        webhook.Kind.Should().Be(ActivityKind.Producer);
        attempts.Should().OnlyContain(attempt => attempt.ParentSpanId == webhook.SpanId && attempt.Kind == ActivityKind.Client);
        ReceivedWebhook[] received = [first, second];
        received.Select(request => (request.Headers["traceparent"], request.Headers["tracestate"])).Should().Equal(
            attempts.Select(attempt => ($"00-{spans.TraceId}-{attempt.SpanId}-01", "vendor=a")));
        Tags(attempts[0]).Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["flapjack.agent.id"] = agent,
            ["flapjack.webhook.id"] = first.Headers["webhook-id"],
            ["flapjack.webhook.event"] = "bootstrap.succeeded",
            ["flapjack.webhook.attempt.number"] = 1,
            ["flapjack.webhook.outcome"] = "retry",
            ["http.request.method"] = "POST",
            ["http.response.status_code"] = 503,
            ["server.address"] = "127.0.0.1",
            ["server.port"] = receiver.Port,
            ["error.type"] = "503",
        });
        attempts[0].Status.Should().Be(ActivityStatusCode.Error);
        (attempts[1].Status, attempts[1].GetTagItem("flapjack.webhook.outcome"), attempts[1].GetTagItem("http.response.status_code"))
            .Should().Be((ActivityStatusCode.Unset, "delivered", 200));
        webhook.GetTagItem("flapjack.webhook.id").Should().Be(first.Headers["webhook-id"]);
    }

    [Fact]
    public async Task A_webhook_that_the_next_process_sends_belongs_to_the_same_trace()
    {
        var clock = new FakeTimeProvider();
        using var spans = new CapturedSpans(Source);
        await using var receiver = await WebhookReceiver.StartAsync(503);
        await using (var backend = await StartAsync(clock))
        {
            await CreateAsync(backend, receiver, spans.Header, ("tracestate", "vendor=a"));
            await receiver.NextAsync();
            await spans.WaitForAsync("flapjack.webhook.attempt");
        }

        clock.Advance(TimeSpan.FromMinutes(1));
        await using var next = await StartAsync(clock);
        var second = await receiver.NextAsync();

        var attempts = await spans.WaitForAsync("flapjack.webhook.attempt", 2);
        attempts[1].ParentSpanId.Should().Be(attempts[0].ParentSpanId);
        (second.Headers["traceparent"], second.Headers["tracestate"]).Should().Be(($"00-{spans.TraceId}-{attempts[1].SpanId}-01", "vendor=a"));
    }

    [Fact]
    public async Task Where_nobody_listens_the_receiver_goes_on_with_the_callers_own_place()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var backend = await TestBackend.StartAsync(options => options.AllowLoopbackWebhooks = true);

        await CreateAsync(backend, receiver, ("traceparent", "00-11111111111111111111111111111111-2222222222222222-01"), ("tracestate", "a=b"));

        var webhook = await receiver.NextAsync();
        (webhook.Headers["traceparent"], webhook.Headers["tracestate"]).Should().Be(("00-11111111111111111111111111111111-2222222222222222-01", "a=b"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_receiver_is_told_nothing_without_a_trace_and_by_exactly_the_documented_service(bool extensions)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var backend = await TestBackend.StartAsync(options => (options.AllowLoopbackWebhooks, options.Extensions) = (true, extensions));

        await CreateAsync(backend, receiver, extensions ? [] : [("traceparent", "00-11111111111111111111111111111111-2222222222222222-01")]);

        (await receiver.NextAsync()).Headers.Keys.Should().NotContain(["traceparent", "tracestate"]);
    }

    [Fact]
    public async Task A_computer_that_falls_asleep_belongs_to_no_callers_trace()
    {
        using var spans = new CapturedSpans(Source);
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var backend = await TestBackend.StartAsync(options => (options.AllowLoopbackWebhooks, options.IdleAfter) = (true, TimeSpan.FromMilliseconds(50)));

        await CreateAsync(backend, receiver, spans.Header);

        var idled = await receiver.NextAsync();
        while (idled.Headers["X-Flapjack-Event"] != "computer.idled")
        {
            idled = await receiver.NextAsync();
        }

        idled.Headers.Keys.Should().NotContain("traceparent", "nobody has asked for it");
    }

    [Fact]
    public async Task A_bootstrap_that_fails_is_an_error_with_its_steps_and_its_commands_know_the_trace()
    {
        using var spans = new CapturedSpans(Source);
        using var repository = await LocalRepository.CreateAsync();
        await using var backend = await TestBackend.StartAsync(repository.Rewrite);

        var answer = await backend.CreateAsync(LocalRepository.Body("echo \"$TRACEPARENT\"; exit 5"), spans.Header);
        var frames = await backend.ReadBootstrapAsync(answer.Text("agent", "id"));

        var bootstrap = await spans.WaitForAsync("flapjack.bootstrap");
        string.Concat(frames.Select(frame => frame.Data.ToString())).Should().Contain($"00-{spans.TraceId}-{bootstrap.SpanId}-01");
        (bootstrap.Status, bootstrap.GetTagItem("error.type"), bootstrap.GetTagItem("flapjack.bootstrap.outcome"), bootstrap.GetTagItem("flapjack.bootstrap.exit_code"))
            .Should().Be((ActivityStatusCode.Error, "bootstrap_step_failed", "failed", 5));
        bootstrap.Events.Where(step => step.Name == "flapjack.bootstrap.step.ended")
            .Select(step => (step.Tags.First(tag => tag.Key == "flapjack.bootstrap.step.number").Value, step.Tags.First(tag => tag.Key == "flapjack.bootstrap.step.exit_code").Value))
            .Should().Equal((1, 0), (2, 0), (3, 5));
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();

    private static async Task<string> CreateAsync(TestBackend backend, WebhookReceiver receiver, params (string Name, string Value)[] headers)
    {
        var answer = await backend.CreateAsync($$"""{"template":"blank","webhookUrl":"{{receiver.Url("/hook/marked-token")}}"}""", headers);
        answer.Status.Should().Be(201, answer.Body);
        return answer.Text("agent", "id");
    }

    private Task<TestBackend> StartAsync(TimeProvider clock) => TestBackend.StartAsync(options =>
        (options.TimeProvider, options.AllowLoopbackWebhooks, options.DataDirectory) = (clock, true, _folder.Path));
}
