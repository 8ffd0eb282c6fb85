using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Traces;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Resources.Logs;

public sealed class LogsTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_trace_is_listed_as_documented_with_the_sums_of_its_spans()
    {
        var world = new LogsWorld(backend);
        var agent = world.AddAgent();
        var trace = world.NewTrace() with
        {
            AgentId = agent,
            SessionId = "s1",
            UserId = "u1",
            Status = TraceStatus.Error,
            EndedAt = LogsWorld.Start.AddMilliseconds(1500),
            Tags = ["a", "b"],
            Metadata = JsonElement.Parse("""{"source":"test"}"""),
        };
        world.Save(trace, Llm(10, 20, 0.000055m), Llm(1, 2, 0.0000005m), Span("tool", "error"), Span("mcp"), Span("agent"));

        var page = await world.GetAsync("/api/logs");

        page.Status.Should().Be(200, page.Body);
        page.Body.Should().Be(
            $$"""
            {"traces":[{"id":"{{trace.Id}}","org_id":"{{world.OrgId}}","agent_id":"{{agent}}","runner_id":null,"thread_id":null,"run_id":null,"session_id":"s1","user_id":"u1","name":"turn","status":"error","started_at":"2026-05-01T10:00:00Z","ended_at":"2026-05-01T10:00:01.5Z","duration_ms":1500,"total_input_tokens":11,"total_output_tokens":22,"total_cost_usd":0.0000555,"tags":["a","b"],"span_count":5,"error_count":1,"llm_call_count":2,"tool_call_count":2}],"nextCursor":null}
            """);
    }

    [Fact]
    public async Task A_trace_is_read_with_its_spans_in_the_order_in_which_they_began()
    {
        var world = new LogsWorld(backend);
        var trace = world.NewTrace();
        var root = Span("agent") with { Input = JsonElement.Parse("""{"content":"Hi"}"""), StartedAt = LogsWorld.Start };
        var late = Span("tool") with { ParentSpanId = root.Id, StartedAt = LogsWorld.Start.AddSeconds(2), Error = JsonElement.Parse("\"broken\"") };
        var early = Llm(1, 2, 0.5m) with { ParentSpanId = root.Id, StartedAt = LogsWorld.Start.AddSeconds(1), Provider = "openai", Model = "gpt-5.4", Temperature = 0.5, MaxTokens = 9 };
        world.Save(trace with { Metadata = JsonElement.Parse("""{"a":1}""") }, root, late, early);
        world.AddEvaluation(trace.Id, JsonElement.Parse("""{"score":1}"""));
        world.AddEvaluation(trace.Id, JsonElement.Parse("""{"score":2}"""));

        var read = await world.GetAsync("/api/logs/" + trace.Id.ToUpperInvariant());

        read.Status.Should().Be(200, read.Body);
        read.Json.EnumerateObject().Select(field => field.Name).Should().Equal("trace", "spans", "evaluations");
        read.Json.GetProperty("trace").GetProperty("metadata").GetRawText().Should().Be("""{"a":1}""");
        var spans = read.Json.GetProperty("spans").EnumerateArray().ToList();
        spans.Select(span => span.GetProperty("id").GetString()).Should().Equal(root.Id, early.Id, late.Id);
        spans[0].GetRawText().Should().Be(
            $$"""
            {"id":"{{root.Id}}","trace_id":"{{trace.Id}}","parent_span_id":null,"kind":"agent","name":"agent","status":"ok","started_at":"2026-05-01T10:00:00Z","ended_at":null,"input":{"content":"Hi"},"output":null,"error":null}
            """);
        spans[1].GetRawText().Should().EndWith(
            """
            "error":null,"provider":"openai","model":"gpt-5.4","temperature":0.5,"max_tokens":9,"input_tokens":1,"output_tokens":2,"cached_input_tokens":null,"cost_usd":0.5}
            """);
        spans[2].GetProperty("error").GetString().Should().Be("broken");
        read.Json.GetProperty("evaluations").GetRawText().Should().Be("""[{"score":1},{"score":2}]""");
    }

    [Fact]
    public async Task What_is_stored_again_takes_the_place_of_what_was_stored()
    {
        var world = new LogsWorld(backend);
        var (trace, span) = (world.NewTrace(), Span("llm", "running"));
        world.Save(trace, span);

        world.Save(
            trace with { Status = TraceStatus.Ok, EndedAt = LogsWorld.Start.AddSeconds(1), Tags = ["done"] },
            span with { Status = TraceStatus.Ok, Output = JsonElement.Parse("\"Hello\""), OutputTokens = 3 });

        var read = (await world.GetAsync("/api/logs/" + trace.Id)).Json;
        var (one, only) = (read.GetProperty("trace"), read.GetProperty("spans").EnumerateArray().Single());
        (one.GetProperty("status").GetString(), one.GetProperty("span_count").GetInt32(), one.GetProperty("total_output_tokens").GetInt32()).Should().Be(("ok", 1, 3));
        (only.GetProperty("status").GetString(), only.GetProperty("output").GetString()).Should().Be(("ok", "Hello"));
    }

    [Fact]
    public async Task Of_an_input_or_an_error_that_is_too_long_the_beginning_stays_as_text()
    {
        var world = new LogsWorld(backend);
        var trace = world.NewTrace();
        var text = new string('a', TraceTable.MaxText - 2) + "\U0001F600" + new string('b', 1000);
        world.Save(trace, Span("tool") with { Input = JsonElement.Parse($"\"{text}\""), Output = JsonElement.Parse($"\"{text[..1000]}\""), Error = JsonElement.Parse($"{{\"message\":\"{text}\"}}") });

        var span = (await world.GetAsync("/api/logs/" + trace.Id)).Json.GetProperty("spans")[0];

        span.GetProperty("input").GetString().Should().Be("\"" + text[..(TraceTable.MaxText - 2)]);
        span.GetProperty("output").GetString().Should().HaveLength(1000);
        span.GetProperty("error").GetString().Should().HaveLength(TraceTable.MaxText).And.StartWith("{\"message\":\"aaa");
    }

    [Fact]
    public async Task Traces_go_with_the_agent_or_the_runner_that_they_are_about()
    {
        var world = new LogsWorld(backend);
        var runner = await world.AddRunnerAsync();
        var (ofRunner, ofNobody) = (world.NewTrace() with { RunnerId = runner }, world.NewTrace());
        world.Save(ofRunner, Span("runner_step"));
        world.Save(ofNobody);
        var agent = await backend.CreateAgentAsync();
        var ofAgent = ofNobody with { Id = Guid.NewGuid().ToString(), OrgId = backend.Backend.OrgId, AgentId = agent };
        world.Save(ofAgent, Span("llm"));

        await TestBackend.SendAsync(world.Client, HttpMethod.Delete, "/api/runners/" + runner);
        await backend.DeleteAsync("/api/agents/" + agent);

        (await world.ListAsync("")).Should().Equal(ofNobody.Id);
        (await backend.GetAsync("/api/logs/" + ofAgent.Id)).ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [InlineData("limit=0", "INVALID_LIMIT")]
    [InlineData("limit=201", "INVALID_LIMIT")]
    [InlineData("limit=many", "INVALID_LIMIT")]
    [InlineData("status=done", "INVALID_STATUS")]
    [InlineData("agent_id=nobody", "INVALID_AGENT_ID")]
    [InlineData("runner_id=1", "INVALID_RUNNER_ID")]
    [InlineData("thread_id=1", "INVALID_THREAD_ID")]
    [InlineData("run_id=1", "INVALID_RUN_ID")]
    [InlineData("q=%00", "INVALID_Q")]
    [InlineData("cursor=x", "INVALID_CURSOR")]
    [InlineData("cursor=|", "INVALID_CURSOR")]
    [InlineData("cursor=2026-05-01T10:00:00Z", "INVALID_CURSOR")]
    [InlineData("cursor=2026-05-01T10:00:00Z|x", "INVALID_CURSOR")]
    [InlineData("cursor=2026-05-01T10:00:00.0Z|11111111-1111-4111-8111-111111111111", "INVALID_CURSOR")]
    [InlineData("cursor=yesterday|11111111-1111-4111-8111-111111111111", "INVALID_CURSOR")]
    [InlineData("cursor=2026-05-01T10:00:00Z|11111111-1111-4111-8111-111111111111|", "INVALID_CURSOR")]
    public async Task A_wrong_filter_is_refused_with_its_code(string query, string code) => (await backend.GetAsync("/api/logs?" + query)).ShouldBeRefused(400, code);

    private static TraceSpan Span(string kind, string status = "ok") => new()
    {
        Id = Guid.NewGuid().ToString(),
        Kind = new(kind),
        Name = kind,
        Status = new(status),
        StartedAt = LogsWorld.Start,
    };

    private static TraceSpan Llm(long input, long output, decimal cost) => Span("llm") with { InputTokens = input, OutputTokens = output, CostUsd = cost };
}
