using System.Diagnostics;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Computers;

namespace Flapjack.ReferenceBackend.Tests.Telemetry;

/// <summary>A command is a span below the request that asks for it, and its processes go on with the trace.</summary>
public sealed class ExecTracingTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    private const string Source = FlapjackBackendDiagnostics.SourceName;
    private const string ShowTrace = "printf '%s|%s' \"${TRACEPARENT-none}\" \"${TRACESTATE-none}\"";

    [Fact]
    public async Task One_trace_runs_from_the_caller_through_the_request_and_the_command_to_the_process()
    {
        using var spans = new CapturedSpans(Source, CapturedSpans.Server);

        var outcome = await RunAsync("echo some; printf oh >&2; sh -c 'printf %s \"$TRACEPARENT\"'; exit 3", spans.Header);

        var exec = await spans.WaitForAsync("flapjack.exec");
        var request = await spans.WaitForAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        outcome.Stdout.Should().Be($"some\n00-{spans.TraceId}-{exec.SpanId}-01");
        (request.ParentSpanId, exec.ParentSpanId).Should().Be((spans.CallerId, request.SpanId));
        Tags(exec).Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["flapjack.agent.id"] = computer.Agent,
            ["flapjack.exec.id"] = outcome.Frames[0].Data.GetProperty("execId").GetString(),
            ["flapjack.exec.timeout"] = 120d,
            ["flapjack.exec.exit_code"] = 3,
            ["flapjack.exec.timed_out"] = false,
            ["flapjack.exec.outcome"] = "exited",
            ["flapjack.exec.stdout.bytes"] = 60L,
            ["flapjack.exec.stderr.bytes"] = 2L,
            ["flapjack.exec.truncated"] = false,
        });
        exec.Status.Should().Be(ActivityStatusCode.Unset, "an exit code is data, whatever it is");
        exec.Events.Select(@event => @event.Name).Should().Equal("flapjack.exec.started");
    }

    [Fact]
    public async Task Where_nobody_listens_the_process_goes_on_with_the_callers_own_place()
    {
        using var others = new CapturedSpans(Source, CapturedSpans.Server);
        const string Parent = "00-11111111111111111111111111111111-2222222222222222-01";

        var outcome = await RunAsync(ShowTrace, ("traceparent", Parent), ("tracestate", "vendor=a,other=b"));

        outcome.Stdout.Should().Be($"{Parent}|vendor=a,other=b");
        others.All.Should().BeEmpty();
    }

    [Fact]
    public async Task The_state_of_a_trace_goes_with_it_through_the_spans()
    {
        using var spans = new CapturedSpans(Source, CapturedSpans.Server);

        var outcome = await RunAsync(ShowTrace, spans.Header, ("tracestate", "vendor=a"));

        outcome.Stdout.Should().Be($"00-{spans.TraceId}-{(await spans.WaitForAsync("flapjack.exec")).SpanId}-01|vendor=a");
    }

    [Fact]
    public async Task A_command_without_a_trace_gets_no_variables()
    {
        (await RunAsync(ShowTrace)).Stdout.Should().Be("none|none");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-2222222222222222-01")]
    [InlineData("00-11111111111111111111111111111111-0000000000000000-01")]
    [InlineData("00-1111111111111111111111111111111-2222222222222222-01")]
    [InlineData("00-1111111111111111111111111111111x-2222222222222222-01")]
    [InlineData("ff-11111111111111111111111111111111-2222222222222222-01")]
    public async Task A_broken_trace_is_no_trace_and_no_fault(string parent)
    {
        (await RunAsync(ShowTrace, ("traceparent", parent), ("tracestate", "a=b"))).Stdout.Should().Be("none|none");
    }

    [Fact]
    public async Task A_state_that_is_too_long_is_left_out()
    {
        const string Parent = "00-11111111111111111111111111111111-2222222222222222-00";

        (await RunAsync(ShowTrace, ("traceparent", Parent), ("tracestate", "a=" + new string('b', 600)))).Stdout.Should().Be($"{Parent}|none");
    }

    [Fact]
    public async Task Baggage_goes_nowhere()
    {
        using var spans = new CapturedSpans(Source, CapturedSpans.Server);

        var outcome = await RunAsync("env", spans.Header, ("baggage", "secret=marked-baggage"), ("Correlation-Context", "secret=marked-baggage"));

        outcome.Stdout.Should().Contain($"TRACEPARENT=00-{spans.TraceId}").And.NotContain("marked-baggage").And.NotContainEquivalentOf("baggage");
    }

    [Fact]
    public async Task A_command_that_is_stopped_is_no_error()
    {
        using var spans = new CapturedSpans(Source);

        using var stream = await computer.ExecAsync("echo on; sleep 1000", spans.Header);
        var started = await stream.ReadUntilAsync(frame => frame.Event == "exec_started");
        await stream.ReadUntilPrintedAsync("on\n");
        await computer.StopAsync(started.Data.GetProperty("execId").GetString()!);

        var exec = await spans.WaitForAsync("flapjack.exec");
        (exec.Status, exec.GetTagItem("flapjack.exec.outcome"), exec.GetTagItem("flapjack.exec.exit_code"), exec.GetTagItem("flapjack.exec.signal"))
            .Should().Be((ActivityStatusCode.Unset, "stopped", 143, "SIGTERM"));
        exec.ParentSpanId.Should().Be(spans.CallerId, "nobody listens to the server");
    }

    [Fact]
    public async Task A_command_that_took_too_long_says_so()
    {
        using var spans = new CapturedSpans(Source);

        using var stream = await SseStream.OpenAsync(computer.NewClient(), Traced(computer.ExecPath, ReadyComputer.Body("echo on; sleep 1000", ",\"timeoutSec\":5"), spans));
        await stream.ReadUntilPrintedAsync("on\n");
        computer.Clock.Advance(TimeSpan.FromSeconds(6));

        var exec = await spans.WaitForAsync("flapjack.exec");
        (exec.Status, exec.GetTagItem("flapjack.exec.outcome"), exec.GetTagItem("flapjack.exec.timed_out"), exec.GetTagItem("flapjack.exec.exit_code"))
            .Should().Be((ActivityStatusCode.Unset, "timed_out", true, 124));
    }

    [Fact]
    public async Task A_request_that_reads_a_command_again_leads_to_the_command()
    {
        using var first = new CapturedSpans(Source);
        using var second = new CapturedSpans(CapturedSpans.Server);
        var outcome = await RunAsync("true", first.Header);

        await computer.GetAsync(outcome.Frames[0].Data.GetProperty("execId").GetString()!, second.Header);

        var exec = await first.WaitForAsync("flapjack.exec");
        (await second.WaitForAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn")).Links.Select(link => (link.Context.TraceId, link.Context.SpanId))
            .Should().Equal((exec.TraceId, exec.SpanId));
    }

    [Fact]
    public async Task What_a_user_has_set_stays()
    {
        await using var backend = await TestBackend.StartAsync();
        var agent = await backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"TRACEPARENT","value":"mine"}]}""");

        var outcome = await RunAsync(backend, agent, ("traceparent", "00-11111111111111111111111111111111-2222222222222222-01"), ("tracestate", "a=b"));

        outcome.Stdout.Should().Be("mine|none");
    }

    [Fact]
    public async Task Exactly_the_documented_service_tells_commands_nothing_and_still_has_spans()
    {
        using var spans = new CapturedSpans(Source);
        await using var backend = await TestBackend.StartAsync(options => options.Extensions = false);
        var agent = await backend.CreateReadyAgentAsync();

        var outcome = await RunAsync(backend, agent, spans.Header);

        outcome.Stdout.Should().Be("none|none");
        (await spans.WaitForAsync("flapjack.exec")).ParentSpanId.Should().Be(spans.CallerId);
    }

    [Fact]
    public async Task A_shell_that_waited_takes_the_place_of_each_command()
    {
        await using var backend = await TestBackend.StartAsync(options => options.ShellsAhead = 4);
        var agent = await backend.CreateReadyAgentAsync();
        var ahead = backend.Backend.ShellsAhead();
        for (var n = 1; n <= 6; n++)
        {
            await Eventually.HoldsAsync(() => ahead.Waiting == 1, "a shell waits");
            var (parent, state) = ($"00-{n}1111111111111111111111111111111-2222222222222222-01", n % 2 == 0 ? "a=b" : "");

            var outcome = n == 6 ? await RunAsync(backend, agent) : await RunAsync(backend, agent, ("traceparent", parent), ("tracestate", state));

            outcome.Stdout.Should().Be(n == 6 ? "none|none" : $"{parent}|{(n % 2 == 0 ? "a=b" : "none")}");
        }

        ahead.Taken.Should().Be(6);
    }

    [Fact]
    public async Task A_shell_that_waited_leaves_what_a_user_has_set()
    {
        await using var backend = await TestBackend.StartAsync(options => options.ShellsAhead = 4);
        var agent = await backend.CreateReadyAgentAsync("""{"template":"blank","envVars":[{"key":"TRACESTATE","value":"mine=1"}]}""");
        var ahead = backend.Backend.ShellsAhead();
        await Eventually.HoldsAsync(() => ahead.Waiting == 1, "a shell waits");
        const string Parent = "00-11111111111111111111111111111111-2222222222222222-01";

        var outcome = await RunAsync(backend, agent, ("traceparent", Parent), ("tracestate", "a=b"));

        (outcome.Stdout, ahead.Taken).Should().Be(($"{Parent}|mine=1", 1));
    }

    [FactWithBubblewrap]
    public async Task An_isolated_command_goes_on_with_the_trace()
    {
        await using var backend = await TestBackend.StartAsync(options => options.Isolation = ComputerIsolation.Bubblewrap);
        var agent = await backend.CreateReadyAgentAsync();
        const string Parent = "00-11111111111111111111111111111111-2222222222222222-01";

        (await RunAsync(backend, agent, ("traceparent", Parent), ("tracestate", "a=b c"))).Stdout.Should().Be($"{Parent}|a=b c");
    }

    [Fact]
    public async Task A_probe_has_no_span_of_the_backend()
    {
        using var spans = new CapturedSpans(Source);

        await TestBackend.SendAsync(computer.Server.Client, HttpMethod.Get, $"/api/agents/{computer.Agent}/computer/status", null, spans.Header);
        await TestBackend.SendAsync(computer.Server.Anonymous, HttpMethod.Get, "/openapi.json", null, spans.Header);

        spans.All.Should().BeEmpty();
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();

    private static HttpRequestMessage Traced(string path, string body, CapturedSpans spans)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = TestBackend.JsonText(body) };
        request.Headers.Add(spans.Header.Name, spans.Header.Value);
        return request;
    }

    private static async Task<ExecOutcome> RunAsync(TestBackend backend, string agent, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/agents/{agent}/computer/exec") { Content = TestBackend.JsonText(ReadyComputer.Body(ShowTrace)) };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var stream = await SseStream.OpenAsync(backend.Client, request);
        return new(await stream.ReadFramesAsync());
    }

    private async Task<ExecOutcome> RunAsync(string command, params (string Name, string Value)[] headers) => new(await computer.RunAsync(command, headers));
}
