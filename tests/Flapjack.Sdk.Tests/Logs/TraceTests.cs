using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Logs;

public sealed class TraceTests : WireTest
{
    private const string All = "/api/logs";
    private const string One = "/api/logs/t1";

    private const string Trace = """
        {"id":"t1","org_id":"o1","agent_id":"a1","runner_id":"r1","thread_id":"th1","run_id":"run1","session_id":"s1","user_id":"u1","name":"turn","status":"ok",
         "started_at":"2026-05-01T10:00:00Z","ended_at":"2026-05-01T10:00:02Z","duration_ms":2000,"total_input_tokens":100,"total_output_tokens":20,"total_cost_usd":0.00055,
         "tags":["a","b"],"span_count":4,"error_count":1,"llm_call_count":2,"tool_call_count":1,"colour":"red"}
        """;

    [Fact]
    public async Task A_page_is_read_with_all_fields_of_its_traces()
    {
        Wire.Answers(All, $$"""{"traces":[{{Trace}},{}],"nextCursor":"c2"}""");

        var page = await Client.GetTracePageAsync().Soon();

        (Wire.Request.Method, Wire.Request.Path, Wire.Request.Query).Should().Be(("GET", All, ""));
        page.NextCursor.Should().Be("c2");
        var trace = page.Traces[0];
        (trace.Id, trace.OrgId, trace.AgentId, trace.RunnerId, trace.ThreadId, trace.RunId).Should().Be(("t1", "o1", "a1", "r1", "th1", "run1"));
        (trace.SessionId, trace.UserId, trace.Name, trace.Status).Should().Be(("s1", "u1", "turn", TraceStatus.Ok));
        var start = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);
        (trace.StartedAt, trace.EndedAt, trace.DurationMs).Should().Be((start, start.AddSeconds(2), 2000));
        (trace.TotalInputTokens, trace.TotalOutputTokens, trace.TotalCostUsd).Should().Be((100, 20, 0.00055m));
        (trace.SpanCount, trace.ErrorCount, trace.LlmCallCount, trace.ToolCallCount).Should().Be((4, 1, 2, 1));
        trace.Tags.Should().Equal("a", "b");
        trace.AdditionalProperties!["colour"].GetString().Should().Be("red");
        (page.Traces[1].Id, page.Traces[1].Status, page.Traces[1].Tags.Count, page.Traces[1].Metadata).Should().Be(("", null, 0, null));
    }

    [Fact]
    public async Task Every_filter_is_sent()
    {
        Wire.Answers(All, "{}");

        var page = await Client.GetTracePageAsync(
            new() { Limit = 200, AgentId = "a1", RunnerId = "r1", ThreadId = "th1", RunId = "run1", Status = TraceStatus.Error, Query = "50% & more" },
            "2026-05-01T10:00:00.5Z|t1").Soon();

        Wire.Request.Query.Should().Be("limit=200&agent_id=a1&runner_id=r1&thread_id=th1&run_id=run1&status=error&q=50%25%20%26%20more&cursor=2026-05-01T10%3A00%3A00.5Z%7Ct1");
        (page.Traces.Count, page.NextCursor).Should().Be((0, null));
    }

    [Fact]
    public async Task All_traces_come_page_by_page_on_demand()
    {
        Wire.Answers(
            All,
            Answer.Json("""{"traces":[{"id":"t1"},{"id":"t2"}],"nextCursor":"c2"}"""),
            Answer.Json("""{"traces":[],"nextCursor":"c3"}"""),
            Answer.Json("""{"traces":[{"id":"t3"}],"nextCursor":null}"""));

        await using var traces = Client.ListTracesAsync(new() { Limit = 2, Query = "x" }).GetAsyncEnumerator();

        Wire.Requests.Should().BeEmpty();
        (await traces.MoveNextAsync()).Should().BeTrue();
        (await traces.MoveNextAsync()).Should().BeTrue();
        Wire.Requests.Should().ContainSingle("a page is fetched when its first trace is asked for");
        (await traces.MoveNextAsync()).Should().BeTrue();
        traces.Current.Id.Should().Be("t3");
        (await traces.MoveNextAsync()).Should().BeFalse();
        Wire.Requests.Select(request => request.Query).Should().Equal("limit=2&q=x", "limit=2&q=x&cursor=c2", "limit=2&q=x&cursor=c3");
    }

    [Fact]
    public async Task A_refused_page_ends_the_enumeration()
    {
        Wire.Answers(All, Answer.Json("""{"traces":[{"id":"t1"}],"nextCursor":"c2"}"""), new Answer(400, """{"error":"INVALID_CURSOR"}"""));
        await using var traces = Client.ListTracesAsync().GetAsyncEnumerator();

        (await traces.MoveNextAsync().AsTask().Soon()).Should().BeTrue();
        var next = () => traces.MoveNextAsync().AsTask().Soon();

        (await next.Should().ThrowAsync<FlapjackValidationException>()).Which.ErrorCode.Should().Be("INVALID_CURSOR");
    }

    [Fact]
    public async Task An_odd_field_costs_that_field_only()
    {
        Wire.Answers(All, """{"traces":[{"id":"t1","duration_ms":"long","tags":"none","status":7},"text"],"nextCursor":7}""");

        var page = await Client.GetTracePageAsync().Soon();

        var trace = page.Traces.Should().ContainSingle().Subject;
        (trace.Id, trace.DurationMs, trace.Tags.Count, trace.Status).Should().Be(("t1", null, 0, null));
        trace.AdditionalProperties!["status"].GetInt32().Should().Be(7);
        trace.AdditionalProperties!["tags"].GetString().Should().Be("none");
        (page.NextCursor, page.AdditionalProperties!["nextCursor"].GetInt32()).Should().Be((null, 7));
    }

    [Fact]
    public async Task A_trace_is_read_with_its_spans_and_all_of_their_fields()
    {
        Wire.Answers(One, """
            {"trace":{"id":"t1","tags":["a"],"metadata":{"source":"test"}},
             "spans":[{"id":"s1","trace_id":"t1","parent_span_id":"s0","kind":"llm","name":"gpt","status":"error","started_at":"2026-05-01T10:00:00Z",
                       "ended_at":"2026-05-01T10:00:01Z","input":[{"role":"user"}],"output":"Hello","error":{"code":"E"},"provider":"openai","model":"gpt-5.4",
                       "temperature":0.5,"max_tokens":1000,"input_tokens":10,"output_tokens":20,"cached_input_tokens":5,"cost_usd":0.001,"depth":2},{}],
             "evaluations":[{"score":1}],"more":true}
            """);

        var details = await Client.GetTraceAsync("t1").Soon();

        (Wire.Request.Method, Wire.Request.Path).Should().Be(("GET", One));
        details.Trace!.Metadata!.Value.GetProperty("source").GetString().Should().Be("test");
        var span = details.Spans[0];
        (span.Id, span.TraceId, span.ParentSpanId, span.Kind, span.Name, span.Status).Should().Be(("s1", "t1", "s0", TraceSpanKind.Llm, "gpt", TraceStatus.Error));
        var start = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);
        (span.StartedAt, span.EndedAt).Should().Be((start, start.AddSeconds(1)));
        (span.Input!.Value.GetRawText(), span.Output!.Value.GetString(), span.Error!.Value.GetRawText()).Should().Be(("""[{"role":"user"}]""", "Hello", """{"code":"E"}"""));
        (span.Provider, span.Model, span.Temperature, span.MaxTokens).Should().Be(("openai", "gpt-5.4", 0.5, 1000));
        (span.InputTokens, span.OutputTokens, span.CachedInputTokens, span.CostUsd).Should().Be((10, 20, 5, 0.001m));
        span.AdditionalProperties!["depth"].GetInt32().Should().Be(2);
        (details.Spans[1].Id, details.Spans[1].Kind, details.Spans[1].Input, details.Spans[1].Model).Should().Be(("", null, null, null));
        details.Evaluations.Should().ContainSingle().Which.GetProperty("score").GetInt32().Should().Be(1);
        details.AdditionalProperties.Should().ContainKey("more");
    }

    [Fact]
    public async Task A_trace_may_have_no_spans()
    {
        Wire.Answers(One, "{}");

        var details = await Client.GetTraceAsync("t1").Soon();

        (details.Trace, details.Spans.Count, details.Evaluations.Count, details.BuildSpanTree().Count).Should().Be((null, 0, 0, 0));
    }

    [Fact]
    public async Task A_trace_that_is_not_there_is_not_found()
    {
        Wire.Answers(One, new Answer(404, """{"error":"NOT_FOUND"}"""));

        await Client.Invoking(client => client.GetTraceAsync("t1").Soon()).Should().ThrowAsync<FlapjackNotFoundException>();
    }

    [Fact]
    public void An_argument_is_checked_at_the_call()
    {
        Action trace = () => Client.GetTraceAsync(" ");
        Action filter = () => Client.ListTracesAsync(new() { Query = "\uD83E" });
        Action cursor = () => Client.GetTracePageAsync(cursor: "\uD83E");

        trace.Should().Throw<ArgumentException>().WithParameterName("traceId");
        filter.Should().ThrowExactly<ArgumentException>().WithParameterName("request");
        cursor.Should().ThrowExactly<ArgumentException>().WithParameterName("cursor");
        Wire.Requests.Should().BeEmpty();
    }
}
