using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>What turns leave in <c>/api/logs</c> and <c>/api/analytics</c>: one message is one trace and one turn, and the sums are exact.</summary>
public sealed class TurnBooksTests : IAsyncLifetime, IDisposable
{
    private static readonly ChatUsage Usage = new() { InputTokens = 1_000, OutputTokens = 100, CacheReadTokens = 500, CacheWriteTokens = 10 };

    private readonly ScriptedChatModel _model = new();
    private readonly ArmedTime _clock = new();
    private ScriptedBackend _backend = null!;
    private string _thread = null!;

    public async Task InitializeAsync()
    {
        _model.When("everything")
            .CallAll(new ScriptedCall("sky", new { city = "Rome" }), new ScriptedCall("docs__search"), new ScriptedCall("notify"), new ScriptedCall("lookup", new { id = 7 }))
            .Say("Done.").WithUsage(Usage);
        _model.When(request => request.Text == "fall" && request.ModelId == "gpt-5.4").Fail("NOT_FOUND", "No such model.", 404);
        _model.When("fall").Say("From another.").WithUsage(Usage);
        _model.When("fail").Say("I think").Fail("OVERLOADED", "Too many.").WithUsage(Usage);
        _model.When("stall").Stall();
        var tools = new TestTools().Add("sky", "\"blue\"").Add("docs__search", "[]", "mcp").Add("notify", "{}", "webhook");
        _backend = await ScriptedBackend.StartAsync(_model, options =>
        {
            options.TimeProvider = _clock;
            options.ToolSources.Add(tools);
        });
        _thread = await _backend.CreateThreadAsync();
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task A_message_with_tools_of_all_kinds_is_one_turn_with_one_tree_and_each_answer_has_the_price_of_its_model()
    {
        var asked = await _backend.SendAsync(_thread, """{"content":"everything","tools":[{"name":"lookup"}],"senderId":"ann","modelOverride":"gpt-5.4"}""");
        _clock.Advance(TimeSpan.FromSeconds(90));
        var answer = await _backend.SendAsync(
            _thread, $$"""{"toolResults":[{"toolCallId":"{{Frames.CallIds(asked)[0]}}","result":"found"}],"modelOverride":"claude-haiku-4-5"}""");
        var (trace, spans) = await TraceAsync();
        var analytics = (await _backend.Backend.GetAsync("/api/analytics")).Json;
        var summary = analytics.GetProperty("summary");

        // gpt-5.4: (500 + 50) * 2.50 + 100 * 15.00 = 2,875; claude-haiku-4-5: 550 * 1 + 100 * 5 = 1,050, in millionths of a dollar.
        Frames.Names(answer).Last().Should().Be("done");
        trace.GetProperty("status").GetString().Should().Be("ok");
        trace.GetProperty("name").GetString().Should().Be("Cook");
        trace.GetProperty("user_id").GetString().Should().Be("ann");
        trace.GetProperty("thread_id").GetString().Should().Be(_thread);
        trace.GetProperty("duration_ms").GetInt64().Should().Be(90_000);
        trace.GetProperty("total_input_tokens").GetInt64().Should().Be(2_000);
        trace.GetProperty("total_output_tokens").GetInt64().Should().Be(200);
        trace.GetProperty("total_cost_usd").GetDecimal().Should().Be(0.003925m);
        trace.GetProperty("error_count").GetInt64().Should().Be(0);
        trace.GetProperty("llm_call_count").GetInt64().Should().Be(2);
        trace.GetProperty("tool_call_count").GetInt64().Should().Be(3);
        spans.Select(span => $"{span.GetProperty("kind")} {span.GetProperty("name")} {span.GetProperty("status")}").Should().Equal(
            "agent Cook ok", "llm gpt-5.4 ok", "tool sky ok", "mcp docs__search ok", "webhook notify ok", "tool lookup ok", "llm claude-haiku-4-5 ok");
        spans.Skip(1).Should().OnlyContain(span => span.GetProperty("parent_span_id").GetString() == spans[0].GetProperty("id").GetString());
        spans[5].GetProperty("input").GetRawText().Should().Be("""{"id":7}""");
        spans[5].GetProperty("output").GetString().Should().Be("found");
        spans[1].GetProperty("cost_usd").GetDecimal().Should().Be(0.002875m);
        summary.GetProperty("total_turns").GetInt64().Should().Be(1);
        summary.GetProperty("unique_users").GetInt64().Should().Be(1);
        summary.GetProperty("tool_calls").GetInt64().Should().Be(4);
        summary.GetProperty("input_tokens").GetInt64().Should().Be(2_000);
        summary.GetProperty("cache_read_tokens").GetInt64().Should().Be(1_000);
        summary.GetProperty("cache_write_tokens").GetInt64().Should().Be(20);
        summary.GetProperty("estimated_cost_usd").GetDecimal().Should().Be(0.003925m);
        analytics.GetProperty("top_tools").GetArrayLength().Should().Be(4);
    }

    [Fact]
    public async Task A_model_that_stands_in_for_another_is_told_and_priced_as_itself()
    {
        await _backend.SendAsync(_thread, """{"content":"fall","modelOverride":"gpt-5.4","anthropicOverrides":{"fallbackModels":["claude-opus-4-7"]}}""");
        var (trace, spans) = await TraceAsync();
        var byModel = (await _backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("by_model");

        trace.GetProperty("status").GetString().Should().Be("ok");
        trace.GetProperty("error_count").GetInt64().Should().Be(1);
        trace.GetProperty("total_cost_usd").GetDecimal().Should().Be(0.00525m);
        spans.Select(span => $"{span.GetProperty("name")} {span.GetProperty("status")}").Should().Equal("Cook ok", "gpt-5.4 error", "claude-opus-4-7 ok");
        spans[1].GetProperty("error").GetString().Should().Be("NOT_FOUND: No such model.");
        byModel.GetRawText().Should().Be("""[{"model":"claude-opus-4-7","total_turns":1,"estimated_cost_usd":0.00525}]""");
    }

    [Fact]
    public async Task A_model_without_a_known_price_has_no_cost_in_its_span_and_adds_nothing_to_the_sums()
    {
        await _backend.SendAsync(_thread, """{"content":"Hi","modelOverride":"llama-4"}""");
        var (trace, spans) = await TraceAsync();

        spans[1].GetProperty("cost_usd").ValueKind.Should().Be(JsonValueKind.Null);
        trace.GetProperty("total_cost_usd").GetDecimal().Should().Be(0);
    }

    [Fact]
    public async Task A_turn_that_failed_is_a_turn_and_an_error()
    {
        await _backend.SendAsync(_thread, """{"content":"fail"}""");
        var (trace, spans) = await TraceAsync();

        trace.GetProperty("status").GetString().Should().Be("error");
        trace.GetProperty("ended_at").GetString().Should().NotBeNull();
        spans.Select(span => span.GetProperty("status").GetString()).Should().Equal("error", "error");
        spans[0].GetProperty("error").GetString().Should().Be("OVERLOADED: Too many.");
        (await TurnsAsync()).Should().Be(1);
    }

    [Fact]
    public async Task A_stopped_turn_is_a_turn()
    {
        using var stream = await _backend.StreamAsync(_thread, """{"content":"stall"}""");
        await _model.WaitForRequestsAsync(1);
        await _backend.StopAsync(_thread);
        var (trace, spans) = await TraceAsync();

        trace.GetProperty("ended_at").GetString().Should().NotBeNull();
        spans.Should().HaveCount(2).And.OnlyContain(span => span.GetProperty("ended_at").ValueKind == JsonValueKind.String);
        (await TurnsAsync()).Should().Be(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_turn_that_waits_in_vain_or_is_superseded_closes_its_trace_as_an_error(bool expires)
    {
        await _backend.SendAsync(_thread, """{"content":"everything","tools":[{"name":"lookup"}]}""");
        var waiting = (await TraceAsync()).Trace.GetProperty("status").GetString();
        if (expires)
        {
            _clock.Advance(TimeSpan.FromMinutes(11));
        }
        else
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await _backend.SendAsync(_thread, """{"content":"Next"}""");
        }

        var (trace, spans) = await TraceAsync(place: expires ? 0 : 1);

        waiting.Should().Be("running");
        trace.GetProperty("status").GetString().Should().Be("error");
        spans.Select(span => $"{span.GetProperty("name")} {span.GetProperty("status")}").Should().Equal(
            "Cook error", spans[1].GetProperty("name").GetString() + " ok", "sky ok", "docs__search ok", "notify ok", "lookup error");
        (await TurnsAsync()).Should().Be(expires ? 1 : 2);
    }

    [Fact]
    public async Task A_source_of_tools_that_fails_costs_its_tools_and_is_an_error_in_the_trace()
    {
        var broken = new TestTools { Fault = _ => throw new TaskCanceledException("a timeout of its own") };
        var sound = new TestTools();
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel(), options =>
        {
            options.ToolSources.Add(broken);
            options.ToolSources.Add(sound);
        });

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""");
        var trace = (await backend.Backend.GetAsync("/api/logs")).Json.GetProperty("traces")[0];

        Frames.Text(answer).Should().Be("Hi");
        trace.GetProperty("error_count").GetInt64().Should().Be(1);
        sound.Disposed.Should().Be(1);
    }

    [Fact]
    public async Task A_turn_that_is_stopped_while_its_tools_are_found_out_lets_go_of_what_was_offered()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sound = new TestTools();
        var slow = new TestTools
        {
            Fault = async stop =>
            {
                asked.SetResult();
                await Task.Delay(Timeout.Infinite, stop);
            },
        };
        await using var backend = await ScriptedBackend.StartAsync(new ScriptedChatModel(), options =>
        {
            options.ToolSources.Add(sound);
            options.ToolSources.Add(slow);
        });
        var thread = await backend.CreateThreadAsync();
        using var stream = await backend.StreamAsync(thread, """{"content":"Hi"}""");
        await asked.Task.WaitAsync(Limit.Time);

        await backend.StopAsync(thread);

        (await stream.ReadFramesAsync()).Select(frame => frame.Event).Should().Equal("meta", "done");
        await sound.FirstDisposed.WaitAsync(Limit.Time);
    }

    private async Task<(JsonElement Trace, IReadOnlyList<JsonElement> Spans)> TraceAsync(int place = 0)
    {
        var id = (await _backend.Backend.GetAsync("/api/logs")).Json.GetProperty("traces")[place].GetProperty("id").GetString();
        var one = (await _backend.Backend.GetAsync($"/api/logs/{id}")).Json;
        return (one.GetProperty("trace"), [.. one.GetProperty("spans").EnumerateArray()]);
    }

    private async Task<long> TurnsAsync() =>
        (await _backend.Backend.GetAsync("/api/analytics")).Json.GetProperty("summary").GetProperty("total_turns").GetInt64();
}
