using System.Net;
using Flapjack.ReferenceBackend.Runs.Steps;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Runs.Steps;

public sealed class WebhookStepTests : IClassFixture<TestBackend>, IDisposable
{
    private readonly TestBackend _backend;
    private readonly FakeTimeProvider _clock = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly SignedPost _post;

    public WebhookStepTests(TestBackend backend)
    {
        _backend = backend;
        _post = new((_, _) => Task.FromResult<IPAddress[]>([]), allowLoopback: true, signsStandard: true, _clock);
    }

    public void Dispose() => _post.Dispose();

    [Fact]
    public async Task The_input_is_posted_signed_and_with_the_id_of_the_execution()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        var call = CallTo(receiver.Url("/hook").ToString(), """{"text":"ü <b>","n":1.50}""");

        var outcome = await RunAsync(call);

        outcome.OutputText().Should().Be("""{"status":200,"body":null}""");
        var received = receiver.Received.Single();
        received.Text.Should().Be("""{"text":"ü <b>","n":1.50}""");
        (received.Headers["webhook-id"], received.Headers["Idempotency-Key"]).Should().Be((call.Id, call.Id));
        WebhookSignature.Verify(received.Body, received.Headers["X-Flapjack-Signature"], _backend.Backend.WebhookSecret).Should().BeTrue();
        WebhookSignature.Check(received.Body, WebhookHeaders.Read(name => received.Headers.GetValueOrDefault(name)), [_backend.Backend.WebhookSecret], _clock)
            .Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData(201, "application/json", """{"id":7,"price":1.50}""", """{"id":7,"price":1.50}""")]
    [InlineData(200, "application/json", "<html>", "\"<html>\"")]
    [InlineData(200, "application/json", """{"a":1,"a":2}""", "\"{\\\"a\\\":1,\\\"a\\\":2}\"")]
    [InlineData(200, "text/plain", "all right", "\"all right\"")]
    [InlineData(204, null, "", "null")]
    public async Task A_good_answer_is_the_output(int status, string? type, string body, string output)
    {
        await using var receiver = await AnsweringAsync(status, type, body);

        var outcome = await RunAsync(CallTo(receiver.Url("/hook").ToString()));

        (outcome.Fault, outcome.OutputText()).Should().Be((null, $$"""{"status":{{status}},"body":{{output}}}"""));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(400)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Any_other_status_fails_the_step_and_is_sent_once(int status)
    {
        await using var receiver = await AnsweringAsync(status, "text/plain", "no");

        var outcome = await RunAsync(CallTo(receiver.Url("/hook?token=sesame").ToString()));

        (outcome.Code(), outcome.OutputText()).Should().Be(("WEBHOOK_FAILED", $$"""{"status":{{status}},"body":"no"}"""));
        outcome.Fault!.Message.Should().Be($"The receiver of the step 'Step' answered with the HTTP status {status}.");
        receiver.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task An_answer_that_is_too_long_fails_the_step_though_the_receiver_has_accepted()
    {
        await using var receiver = await AnsweringAsync(200, "text/plain", new string('x', (256 * 1024) + 1));

        var outcome = await RunAsync(CallTo(receiver.Url("/hook").ToString()));

        (outcome.Code(), outcome.OutputText()).Should().Be(("ANSWER_TOO_LARGE", """{"status":200,"body":null}"""));
    }

    [Theory]
    [InlineData("http://10.0.0.1/?token=sesame", "WEBHOOK_ADDRESS_REFUSED")]
    [InlineData("http://127.0.0.1:1/?token=sesame", "WEBHOOK_NOT_REACHED")]
    [InlineData("https://nowhere.example/?token=sesame", "WEBHOOK_NOT_REACHED")]
    public async Task A_receiver_that_is_not_reached_is_told_without_its_address(string url, string code)
    {
        var outcome = await RunAsync(CallTo(url));

        (outcome.Code(), outcome.Output).Should().Be((code, null));
        outcome.Fault!.Message.Should().EndWith("It has got nothing.").And.NotContain("sesame");
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{}")]
    [InlineData("not HTTP at all\r\n")]
    public async Task Nobody_knows_what_a_receiver_has_done_that_breaks_after_the_sending(string answer)
    {
        await using var receiver = new RawReceiver(answer);

        var outcome = await RunAsync(CallTo(receiver.Url));

        outcome.Code().Should().Be("WEBHOOK_OUTCOME_UNKNOWN");
        receiver.Requests.Should().Be(1);
    }

    [Fact]
    public async Task A_step_that_is_ended_leaves_the_receiver()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(left.SetResult);
            await left.Task;
        });
        using var run = new CancellationTokenSource();
        var running = RunAsync(CallTo(receiver.Url("/hook").ToString()), run.Token);
        await receiver.NextAsync();

        await run.CancelAsync();

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<OperationCanceledException>();
        await left.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task After_a_crash_nobody_knows_whether_it_was_sent() =>
        (await StepOf().RecoverAsync(CallTo("https://example.com/"), CancellationToken.None)).Should().Be(StepRecovery.Unknown);

    private static StepCall CallTo(string url, string input = "{}") => StepCalls.Of("webhook", $$"""{"url":"{{url}}"}""", input);

    private static Task<WebhookReceiver> AnsweringAsync(int status, string? type, string body) => WebhookReceiver.StartAsync(async (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        if (body.Length > 0)
        {
            await context.Response.WriteAsync(body, context.RequestAborted);
        }
    });

    private WebhookStep StepOf() => new(_post, _backend.Backend.Orgs());

    private Task<StepOutcome> RunAsync(StepCall call, CancellationToken cancellationToken = default) =>
        StepOf().RunAsync(call with { OrgId = _backend.Backend.OrgId }, cancellationToken);
}
