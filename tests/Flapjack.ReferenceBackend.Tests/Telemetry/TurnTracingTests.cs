using System.Diagnostics;
using Flapjack.ReferenceBackend.Chat.Tools;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;

namespace Flapjack.ReferenceBackend.Tests.Telemetry;

/// <summary>A turn of a chat is the call of an agent, with the calls of models and tools below it, as OpenTelemetry names them.</summary>
public sealed class TurnTracingTests : IDisposable
{
    private const string Source = FlapjackBackendDiagnostics.SourceName;

    private readonly ScriptedChatModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task A_turn_has_its_models_and_tools_below_it_and_what_a_tool_runs_below_the_tool()
    {
        using var spans = new CapturedSpans(Source, CapturedSpans.Server);
        _model.When("weather").CallAll(new ScriptedCall("sky")).SayResults();
        Activity? within = null;
        var tools = new TestTools().Add("sky", (_, _) =>
        {
            within = Activity.Current;
            return Task.FromResult(ToolOutcome.Of(System.Text.Json.JsonElement.Parse("\"blue\"")));
        });
        await using var backend = await ScriptedBackend.StartAsync(_model, options => options.ToolSources.Add(tools));
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"What weather?"}""", spans.Header);

        Frames.Names(answer).Should().EndWith("done");
        var turn = await spans.WaitForAsync("invoke_agent");
        var request = await spans.WaitForAsync("Microsoft.AspNetCore.Hosting.HttpRequestIn");
        var below = spans.All.Where(span => span.ParentSpanId == turn.SpanId).ToList();
        (request.ParentSpanId, turn.ParentSpanId).Should().Be((spans.CallerId, request.SpanId));
        var model = (string)turn.GetTagItem("gen_ai.request.model")!;
        below.Select(span => span.DisplayName).Should().Equal($"chat {model}", "execute_tool sky", $"chat {model}");
        within.Should().BeSameAs(below[1]);
        Tags(turn).Should().Contain(
        [
            new("gen_ai.operation.name", "invoke_agent"), new("gen_ai.agent.id", backend.AgentId), new("flapjack.agent.id", backend.AgentId),
            new("gen_ai.conversation.id", thread), new("flapjack.chat.outcome", "answered"),
        ]);
        Tags(below[0]).Should().Contain([new("gen_ai.operation.name", "chat"), new("gen_ai.request.model", model)]).And.ContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
        below[0].Kind.Should().Be(ActivityKind.Client);
        Tags(below[1]).Should().Contain([new("gen_ai.operation.name", "execute_tool"), new("gen_ai.tool.name", "sky")]);
        spans.All.Should().OnlyContain(span => span.Status == ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task A_model_that_fails_makes_its_call_and_the_turn_errors()
    {
        using var spans = new CapturedSpans(Source);
        _model.When("Hi").Fail("MODEL_BROKEN", "marked");
        await using var backend = await ScriptedBackend.StartAsync(_model);

        await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""", spans.Header);

        var turn = await spans.WaitForAsync("invoke_agent");
        var call = spans.All.Single(span => span.ParentSpanId == turn.SpanId);
        (call.Status, turn.Status, turn.GetTagItem("flapjack.chat.outcome")).Should().Be((ActivityStatusCode.Error, ActivityStatusCode.Error, "failed"));
        turn.GetTagItem("error.type").Should().Be(call.GetTagItem("error.type")).And.NotBeNull();
    }

    [Fact]
    public async Task A_tool_that_fails_is_an_error_and_a_name_that_the_model_made_up_is_not_told()
    {
        using var spans = new CapturedSpans(Source);
        _model.When("Hi").CallAll(new ScriptedCall("bad"), new ScriptedCall("marked_by_the_model")).SayResults();
        var tools = new TestTools().Add("bad", (_, _) => Task.FromResult(ToolOutcome.Error("marked")));
        await using var backend = await ScriptedBackend.StartAsync(_model, options => options.ToolSources.Add(tools));

        await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Hi"}""", spans.Header);

        await spans.WaitForAsync("invoke_agent");
        spans.All.Where(span => span.DisplayName.StartsWith("execute_tool", StringComparison.Ordinal))
            .Select(span => (span.DisplayName, span.Status, span.GetTagItem("error.type")))
            .Should().Equal(("execute_tool bad", ActivityStatusCode.Error, "tool_error"), ("execute_tool", ActivityStatusCode.Error, "tool_error"));
    }

    [Fact]
    public async Task A_turn_that_goes_on_with_results_of_its_caller_leads_back_to_what_asked_for_them()
    {
        using var first = new CapturedSpans(Source);
        using var second = new CapturedSpans(Source);
        _model.When("Hi").CallAll(new ScriptedCall("lookup")).SayResults();
        await using var backend = await ScriptedBackend.StartAsync(_model);
        var thread = await backend.CreateThreadAsync();

        var asked = await backend.SendAsync(thread, """{"content":"Hi","tools":[{"name":"lookup"}]}""", first.Header);
        var call = Frames.Last(asked).GetProperty("toolCalls")[0].GetProperty("id").GetString();
        await backend.SendAsync(thread, $$"""{"toolResults":[{"toolCallId":"{{call}}","result":1}]}""", second.Header);

        var before = await first.WaitForAsync("invoke_agent");
        var after = await second.WaitForAsync("invoke_agent");
        (before.Status, before.GetTagItem("flapjack.chat.outcome")).Should().Be((ActivityStatusCode.Unset, "requires_action"));
        after.Links.Select(link => (link.Context.TraceId, link.Context.SpanId)).Should().Equal((before.TraceId, before.SpanId));
        after.ParentSpanId.Should().Be(second.CallerId);
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary();
}
