using System.Diagnostics;
using Flapjack.Sdk.Tests.Chat;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>What the span of a message tells, by the conventions for generative AI.</summary>
public sealed class ChatSpanTests : ChatTest
{
    private const string Done = "event: done\ndata: {\"ok\":true,\"messageId\":\"m1\",\"content\":\"It is shipped.\",\"usage\":{\"input_tokens\":120,\"output_tokens\":8,\"cache_read_tokens\":100}}\n\n";

    [Fact]
    public async Task A_message_with_tools_is_one_span_with_a_span_for_each_tool()
    {
        using var seen = new Observed("System.Net.Http");
        Activity? inTool = null;
        var events = Send(new()
        {
            ModelOverride = "gpt-5.4",
            Tools = [new() { Name = "lookup_order", OnCall = (_, _) => { inTool = Activity.Current; return Task.FromResult<string?>("shipped"); } }],
        });
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Plain("meta", """{"turnId":"turn_1"}""") + ChatWire.Plain("requires_action", ChatWire.AskOne), ChatWire.Nothing);
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Plain("token", """{"delta":"It is shipped."}""") + Done, ChatWire.Nothing);
        await events;

        var span = seen.Spans.Single(item => item.OperationName == "SendMessage");
        span.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["http.request.method"] = "POST",
            ["server.address"] = "127.0.0.1",
            ["server.port"] = Server.Address.Port,
            ["url.template"] = "/api/threads/{threadId}/messages",
            ["flapjack.thread.id"] = "t1",
            ["gen_ai.operation.name"] = "chat",
            ["gen_ai.provider.name"] = "flapjack",
            ["gen_ai.conversation.id"] = "t1",
            ["gen_ai.request.model"] = "gpt-5.4",
            ["gen_ai.usage.input_tokens"] = 120L,
            ["gen_ai.usage.output_tokens"] = 8L,
            ["gen_ai.usage.cache_read.input_tokens"] = 100L,
            ["flapjack.chat.turn.id"] = "turn_1",
            ["flapjack.chat.outcome"] = "answered",
            ["flapjack.chat.tool_rounds"] = 1,
            ["flapjack.outcome"] = "completed",
            ["flapjack.attempts"] = 2,
            ["flapjack.resumptions"] = 0,
            ["http.request.resend_count"] = 1,
            ["http.response.status_code"] = 200,
        });
        var tool = seen.Spans.Single(item => item.OperationName == "execute_tool lookup_order");
        (tool.Kind, tool.ParentSpanId, tool.Status).Should().Be((ActivityKind.Internal, span.SpanId, ActivityStatusCode.Unset));
        tool.TagObjects.Should().BeEquivalentTo(new Dictionary<string, object?>
        {
            ["gen_ai.operation.name"] = "execute_tool",
            ["gen_ai.tool.name"] = "lookup_order",
            ["gen_ai.tool.call.id"] = "c1",
        });
        inTool.Should().BeSameAs(tool);
        seen.Spans.Count(item => item.Source.Name == "System.Net.Http" && item.ParentSpanId == span.SpanId).Should().Be(2);
        seen.Measurements.Where(item => item.Instrument == "gen_ai.client.token.usage").Select(item => item.Tags["gen_ai.token.type"]).Should().Contain(["input", "output"]);
    }

    [Theory]
    [InlineData("event: done\ndata: {\"ok\":false,\"messageId\":\"m1\"}\n\n", "failed", "failed", "turn_failed")]
    [InlineData("event: done\ndata: {}\n\n", "unknown", "unknown", "turn_without_outcome")]
    [InlineData("event: done\ndata: {\"ok\":true}\n\n", "stopped", "completed", null)]
    [InlineData("event: error\ndata: {\"code\":\"MODEL_FAILED\",\"detail\":\"d\"}\n\n", "failed", "failed", "MODEL_FAILED")]
    [InlineData("event: error\ndata: {\"code\":\"TURN_OUTCOME_UNKNOWN\"}\n\n", "unknown", "unknown", "TURN_OUTCOME_UNKNOWN")]
    [InlineData("event: requires_action\ndata: {\"toolCalls\":[{\"id\":\"c1\",\"name\":\"t\"}]}\n\n", "requires_action", "completed", null)]
    public async Task How_a_turn_ended_is_told(string last, string outcome, string ofCall, string? errorType)
    {
        using var seen = new Observed();
        var events = Send();
        await (await Next(ChatWire.Post)).Cuts(last, ChatWire.Nothing);
        await events;

        var span = seen.Span;
        (span.GetTagItem("flapjack.chat.outcome"), span.GetTagItem("flapjack.outcome"), span.GetTagItem("error.type"), span.Status)
            .Should().Be((outcome, ofCall, errorType, errorType is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error));
    }

    [Fact]
    public async Task A_tool_that_fails_is_an_error_of_its_own_span_and_what_nobody_offered_has_no_name()
    {
        using var seen = new Observed();
        var events = Send(new() { Tools = [new() { Name = "known", OnCall = (_, _) => throw new InvalidOperationException("secret") }] });
        await (await Next(ChatWire.Post)).Cuts(ChatWire.Asks(("c1", "known", "{}"), ("c2", "rm -rf", "{}")), ChatWire.Nothing);
        await (await Next(ChatWire.Post)).Cuts(PlainDone, ChatWire.Nothing);
        await events;

        var tools = seen.Spans.Where(item => item.OperationName.StartsWith("execute_tool", StringComparison.Ordinal)).OrderBy(item => item.GetTagItem("gen_ai.tool.call.id")).ToArray();
        tools.Select(item => (item.OperationName, item.GetTagItem("error.type"), item.Status, item.StatusDescription)).Should().Equal(
            ("execute_tool known", "threw", ActivityStatusCode.Error, null),
            ("execute_tool", "unknown_tool", ActivityStatusCode.Error, null));
        seen.Spans.Single(item => item.OperationName == "SendMessage").Status.Should().Be(ActivityStatusCode.Unset);
    }

    [Fact]
    public async Task A_caller_who_leaves_after_the_last_event_has_read_all_of_it_and_one_who_leaves_before_has_not()
    {
        using var seen = new Observed();
        await foreach (var item in Leave(PlainDone))
        {
            if (item is ChatDoneEvent)
            {
                break;
            }
        }

        await foreach (var item in Leave(ChatWire.Plain("token", """{"delta":"a"}""")))
        {
            break;
        }

        seen.Spans.Select(span => span.GetTagItem("flapjack.outcome")).Should().Equal("completed", "left");

        async IAsyncEnumerable<ChatEvent> Leave(string frames)
        {
            var answer = Task.Run(async () => await (await Next(ChatWire.Post)).Streams(frames, ChatWire.Nothing));
            await foreach (var item in Message())
            {
                yield return item;
            }

            await answer;
        }
    }
}
