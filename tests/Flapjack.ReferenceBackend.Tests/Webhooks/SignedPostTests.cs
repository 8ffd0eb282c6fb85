using System.Net;
using System.Text;
using Flapjack.ReferenceBackend.Webhooks;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A POST whose answer is wanted, against receivers that are slow, lie, break or are not there.</summary>
public sealed class SignedPostTests : IDisposable
{
    private const string Secret = "whsec_c2VzYW1lIG9wZW4gc2VzYW1lIG9wZW4gc2VzYW1l";

    private readonly FakeTimeProvider _clock = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));
    private readonly SignedPost _post;

    public SignedPostTests() => _post = new((_, _) => Task.FromResult<IPAddress[]>([]), allowLoopback: true, signsStandard: true, _clock);

    public void Dispose() => _post.Dispose();

    [Fact]
    public async Task A_POST_is_signed_and_can_be_known_again()
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var result = await _post.SendAsync(CallTo(receiver.Url("/hook").ToString(), id: "exec-1", isIdempotent: true), CancellationToken.None);

        result.IsSuccess.Should().BeTrue();
        var received = receiver.Received.Single();
        (received.Method, received.Text, received.Headers["Content-Type"]).Should().Be(("POST", "{}", "application/json"));
        (received.Headers["webhook-id"], received.Headers["Idempotency-Key"]).Should().Be(("exec-1", "exec-1"));
        WebhookSignature.Verify(received.Body, received.Headers["X-Flapjack-Signature"], Secret).Should().BeTrue();
        WebhookSignature.Check(received.Body, WebhookHeaders.Read(name => received.Headers.GetValueOrDefault(name)), [Secret], _clock).Should().Be(WebhookCheckResult.Valid);
    }

    [Theory]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://[::ffff:192.168.0.1]/")]
    public async Task A_private_address_is_refused_and_nothing_is_sent(string url)
    {
        var result = await _post.SendAsync(CallTo(url), CancellationToken.None);

        (result.Verdict, result.IsRefused, result.Reason).Should().Be((PostVerdict.NotSent, true, "was not called, because its address is not on the public internet"));
    }

    [Theory]
    [InlineData("no address", "was not called, because its address is not valid")]
    [InlineData("file:///etc/passwd", "was not called, because its address is not valid")]
    [InlineData("http://127.0.0.1:1/", "could not be connected to")]
    [InlineData("http://nowhere.example/", "could not be called: the host of its address could not be looked up")]
    public async Task A_receiver_that_is_not_reached_has_got_nothing(string url, string reason)
    {
        var result = await _post.SendAsync(CallTo(url), CancellationToken.None);

        (result.Verdict, result.IsRefused, result.Reason, result.Status).Should().Be((PostVerdict.NotSent, false, reason, null));
    }

    [Fact]
    public async Task A_receiver_whose_name_is_looked_up_for_too_long_has_got_nothing()
    {
        var asked = new TaskCompletionSource();
        using var post = new SignedPost(
            (_, _) =>
            {
                asked.SetResult();
                return new TaskCompletionSource<IPAddress[]>().Task;
            },
            allowLoopback: true,
            signsStandard: true,
            _clock);
        var sending = post.SendAsync(CallTo("https://slow.example/"), CancellationToken.None);
        await asked.Task.WaitAsync(Patience.Limit);

        _clock.Advance(TimeSpan.FromSeconds(5));

        var result = await sending;
        (result.Verdict, result.Reason).Should().Be((PostVerdict.NotSent, "could not be connected to within 5 s"));
    }

    [Fact]
    public async Task Nobody_knows_what_a_receiver_has_done_that_does_not_answer_in_time()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        var sending = _post.SendAsync(CallTo(receiver.Url("/hook").ToString()), CancellationToken.None);
        await receiver.NextAsync();

        _clock.Advance(TimeSpan.FromSeconds(5));

        var result = await sending;
        (result.Verdict, result.Reason, result.Status).Should().Be((PostVerdict.Unknown, "did not answer within 5 s", null));
    }

    [Fact]
    public async Task Nobody_knows_what_a_receiver_has_done_that_stops_within_its_answer()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = StatusCodes.Status202Accepted;
            await context.Response.WriteAsync("half of it", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var sending = _post.SendAsync(CallTo(receiver.Url("/hook").ToString()), CancellationToken.None);
        await begun.Task.WaitAsync(Patience.Limit);

        _clock.Advance(TimeSpan.FromSeconds(5));

        var result = await sending;
        result.Verdict.Should().Be(PostVerdict.Unknown);
        result.IsSuccess.Should().BeFalse("the status alone is no answer");
    }

    [Theory]
    [InlineData("", "broke the connection before it had answered", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "broke the connection before it had answered", null)]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "answered with what is not HTTP", null)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"done\":true}", "broke the connection before it had answered", 200)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", "broke the connection before it had answered", 200)]
    public async Task Nobody_knows_what_a_receiver_has_done_whose_answer_breaks(string answer, string reason, int? status)
    {
        await using var receiver = new RawReceiver(answer);

        var result = await _post.SendAsync(CallTo(receiver.Url), CancellationToken.None);

        (result.Verdict, result.Reason, result.Status).Should().Be((PostVerdict.Unknown, reason, status));
        receiver.Requests.Should().Be(1, "a POST is never sent twice");
    }

    [Fact]
    public async Task An_answer_that_is_longer_than_it_says_is_cut_where_it_says()
    {
        await using var receiver = new RawReceiver("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}HTTP/1.1 500 Internal Server Error\r\n\r\n");

        var result = await _post.SendAsync(CallTo(receiver.Url), CancellationToken.None);

        (result.Verdict, result.Status, Encoding.UTF8.GetString(result.Body.Span)).Should().Be((PostVerdict.Answered, 200, "{}"));
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    public async Task An_answer_is_read_up_to_the_limit_of_the_call(int length, bool isTooLong)
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) => context.Response.WriteAsync(new string('x', length), context.RequestAborted));

        var result = await _post.SendAsync(CallTo(receiver.Url("/hook").ToString()), CancellationToken.None);

        (result.Verdict, result.IsTooLong, result.Body.Length).Should().Be((PostVerdict.Answered, isTooLong, 64));
    }

    [Theory]
    [InlineData(404, false, "")]
    [InlineData(404, true, "no such thing")]
    [InlineData(503, true, "no such thing")]
    public async Task The_body_of_a_refusal_is_read_if_the_call_wants_it(int status, bool reads, string body)
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("no such thing", context.RequestAborted);
        });

        var result = await _post.SendAsync(CallTo(receiver.Url("/hook").ToString(), readsRefusals: reads), CancellationToken.None);

        (result.Verdict, result.Status, result.IsSuccess, Encoding.UTF8.GetString(result.Body.Span)).Should().Be((PostVerdict.Answered, status, false, body));
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_is_not_followed()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });

        var result = await _post.SendAsync(CallTo(receiver.Url("/hook").ToString()), CancellationToken.None);

        (result.Verdict, result.Status).Should().Be((PostVerdict.Answered, 307));
        receiver.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task A_caller_that_cancels_gets_no_result()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var caller = new CancellationTokenSource();
        var sending = _post.SendAsync(CallTo(receiver.Url("/hook").ToString()), caller.Token);
        await receiver.NextAsync();

        await caller.CancelAsync();

        await FluentActions.Awaiting(() => sending).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public void The_text_of_a_call_holds_no_secret() => CallTo("https://x.example/?token=sesame").ToString().Should().NotContainAny(Secret, "sesame");

    private static SignedCall CallTo(string url, string? id = null, bool isIdempotent = false, bool readsRefusals = false) => new()
    {
        Url = url,
        Body = "{}"u8.ToArray(),
        Secret = Secret,
        Id = id,
        IsIdempotent = isIdempotent,
        Limit = TimeSpan.FromSeconds(5),
        MaxAnswer = 64,
        ReadsRefusals = readsRefusals,
    };
}
