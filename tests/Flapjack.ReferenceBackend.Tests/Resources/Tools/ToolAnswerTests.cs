using Flapjack.ReferenceBackend.Tests.Chat;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Tools;

/// <summary>What an agent is told of a custom tool's answer, and of a tool that does not answer.</summary>
public sealed class ToolAnswerTests
{
    private const string GoOn = " Nobody knows whether it has done anything. Go on without its answer, and tell the user.";
    private const string NotCalled = " It has done nothing. Go on without it, and tell the user.";

    [Theory]
    [InlineData("application/json", """{"total":12.50,"lines":[1]}""", """{"total":12.50,"lines":[1]}""")]
    [InlineData("application/problem+json; charset=utf-8", "[]", "[]")]
    [InlineData("application/json", "null", "null")]
    [InlineData("application/json", "\uFEFF true", "true")]
    [InlineData("text/plain", "found it", "\"found it\"")]
    [InlineData("text/plain", "{}", "\"{}\"")]
    [InlineData(null, "plain", "\"plain\"")]
    [InlineData("application/json", "", "null")]
    public async Task JSON_and_text_are_handed_on(string? type, string body, string result)
    {
        await using var calling = await AnsweringAsync(type, System.Text.Encoding.UTF8.GetBytes(body));

        (await calling.CallAsync()).Answer().GetRawText().Should().Be(result);
    }

    [Theory]
    [InlineData("application/json", "{\"a\":")]
    [InlineData("application/json", "<html>")]
    [InlineData("application/json", """{"a":1,"a":2}""")]
    [InlineData("application/json", """{"a":"\ud800"}""")]
    [InlineData("application/json", """{"\udc00":1}""")]
    [InlineData("application/json", "{} {}")]
    public async Task What_is_not_JSON_is_told(string type, string body)
    {
        await using var calling = await AnsweringAsync(type, System.Text.Encoding.UTF8.GetBytes(body));

        (await calling.CallAsync()).Fault().Should().Be(
            "The answer of the tool find_order is not JSON that this backend reads: at most 48 levels deep, without half characters, and no name twice in an object. "
            + "The tool may have done what you asked for. Go on without its answer, and tell the user.");
    }

    [Fact]
    public async Task JSON_that_is_too_deep_is_told()
    {
        await using var calling = await AnsweringAsync("application/json", System.Text.Encoding.UTF8.GetBytes(new string('[', 49) + new string(']', 49)));

        (await calling.CallAsync()).Fault().Should().StartWith("The answer of the tool find_order is not JSON that this backend reads");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_told()
    {
        await using var calling = await AnsweringAsync("image/png", [0x89, 0x50, 0xFF]);

        (await calling.CallAsync()).Fault().Should().StartWith("The answer of the tool find_order is no text in UTF-8.");
    }

    [Theory]
    [InlineData(262_144, false)]
    [InlineData(262_145, true)]
    public async Task An_answer_is_read_up_to_a_limit(int length, bool isTooLong)
    {
        await using var calling = await AnsweringAsync("text/plain", System.Text.Encoding.UTF8.GetBytes(new string('x', length)));

        var outcome = await calling.CallAsync();

        outcome.IsError.Should().Be(isTooLong);
        outcome.Result.GetRawText().Should().HaveLength(isTooLong ? outcome.Result.GetRawText().Length : length + 2);
    }

    [Fact]
    public async Task An_answer_without_end_is_left()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string('x', 100_000), context.RequestAborted);
            }
        }));

        (await calling.CallAsync()).Fault().Should().StartWith("The tool find_order answered with more than 262144 bytes");
    }

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_status_that_is_no_success_is_told(int status)
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(status));

        (await calling.CallAsync()).Fault().Should().Be($"The tool find_order answered with the HTTP status {status}." + GoOn);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.Redirect("/elsewhere", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        }));

        (await calling.CallAsync()).Fault().Should().Be("The tool find_order answered with the HTTP status 307." + GoOn);
        calling.Receiver.Received.Should().ContainSingle();
    }

    [Fact]
    public async Task A_tool_that_does_not_answer_in_time_is_left()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted)));
        var call = calling.CallAsync();
        await calling.Receiver.NextAsync();

        calling.Clock.Advance(TimeSpan.FromSeconds(30));

        (await call).Fault().Should().Be("The tool find_order did not answer within 30 s." + GoOn);
    }

    [Fact]
    public async Task A_tool_that_stops_within_its_answer_is_left()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync("half of it", context.RequestAborted);
            context.Abort();
        }));

        (await calling.CallAsync()).Fault().Should().Be("The tool find_order broke the connection before it had answered." + GoOn);
    }

    [Fact]
    public async Task A_turn_that_is_stopped_ends_the_call()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(async (context, _) =>
        {
            context.RequestAborted.Register(left.SetResult);
            await left.Task;
        }));
        using var turn = new CancellationTokenSource();
        var call = calling.CallAsync(cancellationToken: turn.Token);
        await calling.Receiver.NextAsync();

        await turn.CancelAsync();

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<OperationCanceledException>();
        await left.Task.WaitAsync(Patience.Limit);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_without_the_address()
    {
        var gone = await WebhookReceiver.StartAsync();
        await using var calling = await ToolCalling.StartAsync(gone);
        await gone.DisposeAsync();

        (await calling.CallAsync()).Fault().Should().Be("The tool find_order could not be connected to." + NotCalled);
    }

    [Theory]
    [InlineData("http://127.0.0.1:9/hook?token=sesame")]
    [InlineData("http://10.0.0.1/hook?token=sesame")]
    [InlineData("https://[::1]/hook?token=sesame")]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("https://inside.acme.dev/hook?token=sesame")]
    public async Task An_address_that_is_not_public_is_not_called(string url)
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(), url, allowLoopback: false, dns: new ScriptedDns("93.184.216.34 10.0.0.7"));

        (await calling.CallAsync()).Fault().Should().Be("The tool find_order was not called, because its address is not on the public internet." + NotCalled);
    }

    [Fact]
    public async Task This_machine_is_called_only_if_the_options_allow_it_and_other_private_addresses_never_are()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(), "http://192.168.0.1/hook");

        (await calling.CallAsync()).Fault().Should().StartWith("The tool find_order was not called");
    }

    [Fact]
    public async Task A_host_that_is_not_found_is_told()
    {
        await using var calling = await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(), "https://nowhere.acme.dev/", dns: new ScriptedDns(""));

        (await calling.CallAsync()).Fault().Should().Be("The tool find_order could not be called: the host of its address could not be looked up." + NotCalled);
    }

    private static async Task<ToolCalling> AnsweringAsync(string? type, byte[] body) => await ToolCalling.StartAsync(await WebhookReceiver.StartAsync(async (context, _) =>
    {
        context.Response.ContentType = type;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }));
}
