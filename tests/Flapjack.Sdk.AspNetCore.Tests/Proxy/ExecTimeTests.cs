using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.AspNetCore.Tests.Proxy;

/// <summary>A command may be silent for as long as it may run: the proxy's own timeouts are never shorter.</summary>
public sealed class ExecTimeTests
{
    private const string Exec = "/api/agents/a1/computer/exec";

    [Theory]
    [InlineData("""{"command":"make","timeoutSec":60}""")]
    [InlineData("""{"timeoutSec":6.0e1,"command":"make"}""")]
    [InlineData("""{"command":"make","timeoutSec":"60"}""")]
    public async Task A_command_that_says_nothing_for_longer_than_the_idle_timeout_is_not_broken_off(string body)
    {
        var idle = TimeSpan.FromMilliseconds(50);
        await using var service = await StubService.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: exec_started\ndata: {}\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(10 * idle);
            await context.Response.WriteAsync("event: exit\ndata: {\"ok\":true}\n\n");
        });
        await using var app = await ProxyApp.StartAsync(service, options => options.StreamIdleTimeout = idle);

        using var response = await app.Http.PostAsync(Exec, Json.Of(body));

        (await response.Content.ReadAsStringAsync()).Should().Contain("event: exit");
    }

    [Theory]
    [InlineData("""{"command":"make","timeoutSec":1200}""", 1259)]
    [InlineData("""{"command":"make","timeoutSec":39}""", 99)]
    [InlineData("""{"command":"make"}""", 99)]
    public async Task Headers_that_are_held_back_are_waited_for_as_long_as_the_command_may_run(string body, int seconds)
    {
        var clock = new FakeTimeProvider();
        var (arrived, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var service = await StubService.StartAsync(async context =>
        {
            arrived.SetResult();
            await answer.Task;
            await context.Response.WriteAsync("{}");
        });
        await using var app = await ProxyApp.StartAsync(service, options => options.TimeProvider = clock);

        var post = app.Http.PostAsync(Exec, Json.Of(body));
        await arrived.Task.WaitAsync(Limit.Time);
        clock.Advance(TimeSpan.FromSeconds(seconds));
        answer.SetResult();
        using var response = await post;

        ((int)response.StatusCode).Should().Be(200);
    }

    [Fact]
    public async Task A_command_whose_time_is_over_without_an_answer_is_504()
    {
        var clock = new FakeTimeProvider();
        await using var service = await StubService.StartAsync(async context =>
        {
            clock.Advance(TimeSpan.FromSeconds(1260));
            var gone = new TaskCompletionSource();
            using var _ = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        await using var app = await ProxyApp.StartAsync(service, options => options.TimeProvider = clock);

        using var response = await app.Http.PostAsync(Exec, Json.Of("""{"command":"make","timeoutSec":1200}"""));

        await response.ShouldBeRefusalAsync(504, "UPSTREAM_TIMEOUT");
    }

    [Theory]
    [InlineData("""{"command":"make","timeoutSec":-1}""")]
    [InlineData("""{"command":"make","timeoutSec":1e300}""")]
    [InlineData("""{"command":"make","timeoutSec":[]}""")]
    [InlineData("""{"command":"make","timeoutSec":null}""")]
    [InlineData("[]")]
    public async Task A_time_that_makes_no_sense_is_left_to_the_service(string body)
    {
        var received = "";
        await using var service = await StubService.StartAsync(async context => received = await new StreamReader(context.Request.Body).ReadToEndAsync());
        await using var app = await ProxyApp.StartAsync(service);

        using var response = await app.Http.PostAsync(Exec, Json.Of(body));

        ((int)response.StatusCode).Should().Be(200);
        received.Should().Be(body);
    }
}
