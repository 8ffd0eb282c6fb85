using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Tests.Resources.Processes;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Exec;

/// <summary>A program is a span below the request that starts it, and goes on with the trace.</summary>
public sealed class ExecTracingTests(GatewayRoom room) : IClassFixture<GatewayRoom>
{
    private const string ShowTrace = """["sh","-c","printf '%s|%s' ${TRACEPARENT-none} ${TRACESTATE-none}; exit 3"]""";

    [Fact]
    public async Task One_trace_runs_from_the_caller_to_the_program()
    {
        using var spans = new CapturedSpans(AgentComputerBackendDiagnostics.SourceName, CapturedSpans.Server);

        var answer = await RunAsync($$"""{"command":{{ShowTrace}}}""", spans.Header, ("tracestate", "a=b"));

        var program = await spans.WaitForAsync("agentcomputer.process");
        var request = await spans.WaitForAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        answer["stdout"]!.GetValue<string>().Should().Be($"00-{spans.TraceId}-{program.SpanId}-01|a=b");
        (request.ParentSpanId, program.ParentSpanId).Should().Be((spans.CallerId, request.SpanId));
        program.TagObjects.ToDictionary().Should().ContainKey("process.pid").And.Contain(
        [
            new("agentcomputer.computer.id", room.ComputerId), new("agentcomputer.process.exit_code", 3), new("agentcomputer.process.outcome", "exited"),
        ]);
        program.Status.Should().Be(ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task Where_nobody_listens_the_program_goes_on_with_the_callers_own_place()
    {
        const string Parent = "00-11111111111111111111111111111111-2222222222222222-01";

        (await RunAsync($$"""{"command":{{ShowTrace}}}""", ("traceparent", Parent)))["stdout"]!.GetValue<string>().Should().Be($"{Parent}|none");
        (await RunAsync($$"""{"command":{{ShowTrace}}}"""))["stdout"]!.GetValue<string>().Should().Be("none|none");
        (await RunAsync($$$"""{"command":{{{ShowTrace}}},"env":{"TRACEPARENT":"mine"}}""", ("traceparent", Parent)))["stdout"]!.GetValue<string>().Should().Be("mine|none");
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_an_error_and_a_probe_is_nothing()
    {
        using var spans = new CapturedSpans(AgentComputerBackendDiagnostics.SourceName);

        await RunAsync("""{"command":["/no/such/program"]}""", spans.Header);
        await SendAsync(HttpMethod.Get, "/healthz", null, spans.Header);

        spans.All.Select(span => (span.OperationName, span.Status, span.GetTagItem("error.type"))).Should().Equal(("agentcomputer.process", ActivityStatusCode.Error, "not_started"));
    }

    private async Task<JsonObject> RunAsync(string body, params (string Name, string Value)[] headers) =>
        (await SendAsync(HttpMethod.Post, $"/v1/computers/{room.ComputerId}/exec", body, headers))!;

    private async Task<JsonObject?> SendAsync(HttpMethod method, string path, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var answer = await room.Api.SendAsync(request);
        return await answer.Content.ReadFromJsonAsync<JsonObject>();
    }
}
