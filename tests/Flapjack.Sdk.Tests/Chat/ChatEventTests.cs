using System.Text.Json;
using Flapjack.Sdk.Tests.Wire;

namespace Flapjack.Sdk.Tests.Chat;

public sealed class ChatEventTests : WireTest
{
    private const string Path = "/api/threads/t1/messages";

    // Contract D.1.
    private const string Sample = """
        event: meta
        data: {"startedAt":"2026-03-28T12:00:01Z"}

        event: token
        data: {"delta":"I"}

        event: done
        data: {"ok":true,"messageId":"msg-001","content":"I can help you with..."}


        """;

    private const string Done = "event: done\ndata: {\"ok\":true}\n\n";

    [Fact]
    public async Task Events_are_read_as_the_contract_prints_them()
    {
        var events = await Events(Sample);

        events.Should().Equal(
            new ChatMetaEvent { StartedAt = new(2026, 3, 28, 12, 0, 1, TimeSpan.Zero) },
            new ChatTokenEvent { Delta = "I" },
            new ChatDoneEvent { Ok = true, MessageId = "msg-001", Content = "I can help you with..." });
        events.Select(item => item.Type).Should().Equal("meta", "token", "done");
    }

    [Fact]
    public async Task A_call_of_a_tool_has_its_arguments_as_the_model_wrote_them()
    {
        var called = await First<ChatToolCallEvent>("""{"tool":{"id":"call_1","name":"weather","arguments":"{\"city\":\"Rome\"}"}}""", "tool_call");

        called.Tool.Should().Be(new ToolCall { Id = "call_1", Name = "weather", Arguments = """{"city":"Rome"}""" });
    }

    [Fact]
    public async Task A_tool_is_named_while_it_runs()
    {
        var executing = await First<ChatToolExecutingEvent>("""{"tool_name":"weather"}""", "tool_executing");

        executing.ToolName.Should().Be("weather");
    }

    [Theory]
    [InlineData("\"sunny\"")]
    [InlineData("{\"sun\":true}")]
    [InlineData("[1]")]
    [InlineData("7")]
    public async Task The_result_of_a_tool_is_any_json(string result)
    {
        var ended = await First<ChatToolResultEvent>($$"""{"tool_name":"weather","tool_call_id":"call_1","result":{{result}}}""", "tool_result");

        (ended.ToolName, ended.ToolCallId, ended.Result!.Value.GetRawText()).Should().Be(("weather", "call_1", result));
    }

    [Fact]
    public async Task Calls_that_the_caller_has_to_run_end_the_stream()
    {
        var events = await Events("event: requires_action\ndata: {\"toolCalls\":[{\"id\":\"c1\",\"name\":\"a\",\"arguments\":\"{}\"},{\"id\":\"c2\",\"name\":\"b\"}]}\n\n" + Done);

        events.Should().ContainSingle().Which.Should().BeOfType<ChatRequiresActionEvent>().Which.ToolCalls.Should().Equal(
            new ToolCall { Id = "c1", Name = "a", Arguments = "{}" }, new ToolCall { Id = "c2", Name = "b" });
    }

    [Fact]
    public async Task A_tool_may_tell_the_caller_anything()
    {
        var custom = await First<ChatCustomEvent>("""{"kind":"progress","payload":{"percent":40}}""", "custom");

        (custom.Kind, custom.Payload!.Value.GetRawText()).Should().Be(("progress", """{"percent":40}"""));
    }

    [Fact]
    public async Task The_service_may_tell_the_callers_interface_anything()
    {
        var told = await First<ChatClientEvent>("""{"kind":"open_panel","payload":"plan"}""", "client_event");

        (told.Kind, told.Payload!.Value.GetString()).Should().Be(("open_panel", "plan"));
    }

    [Fact]
    public async Task A_challenge_says_where_to_sign_in()
    {
        var asked = await First<ChatAuthChallengeEvent>(
            """{"toolName":"mail","challenge":{"provider":"google","redirectUrl":"https://accounts.example/o","description":"Read your mail"}}""", "auth_challenge");

        asked.ToolName.Should().Be("mail");
        asked.Challenge.Should().Be(new ChatAuthChallenge { Provider = "google", RedirectUrl = "https://accounts.example/o", Description = "Read your mail" });
    }

    [Fact]
    public async Task Another_profile_is_proposed_with_a_reason()
    {
        var proposed = await First<ChatProfileSwitchProposalEvent>("""{"target":"research","reason":"It needs the web."}""", "profile_switch_proposal");

        (proposed.Target, proposed.Reason).Should().Be(("research", "It needs the web."));
    }

    [Fact]
    public async Task A_done_tells_how_many_tokens_were_used()
    {
        var events = await Events(
            "event: done\ndata: {\"ok\":true,\"usage\":{\"input_tokens\":12,\"output_tokens\":\"3\",\"cache_read_tokens\":4,\"cache_write_tokens\":0,\"reasoning_tokens\":9}}\n\n");

        var usage = events.Should().ContainSingle().Which.Should().BeOfType<ChatDoneEvent>().Which.Usage!;
        (usage.InputTokens, usage.OutputTokens, usage.CacheReadTokens, usage.CacheWriteTokens).Should().Be((12, 3, 4, 0));
        usage.AdditionalProperties!["reasoning_tokens"].GetInt32().Should().Be(9);
    }

    [Fact]
    public async Task An_error_ends_the_stream_in_place_of_done()
    {
        var events = await Events("event: error\ndata: {\"code\":\"MODEL_ERROR\",\"detail\":\"overloaded\",\"node\":7}\n\n" + Done);

        var error = events.Should().ContainSingle().Which.Should().BeOfType<ChatErrorEvent>().Subject;
        (error.Code, error.Detail, error.AdditionalProperties!["node"].GetInt32()).Should().Be(("MODEL_ERROR", "overloaded", 7));
    }

    [Theory]
    [InlineData("tool_call", """{"tool":{"id":"c","name":"n","arguments":{"city":"Rome"}}}""", """{"type":"tool_call","tool":{"id":"c","name":"n","arguments":{"city":"Rome"}}}""")]
    [InlineData("tool_call", """{"tool":"weather"}""", """{"type":"tool_call","tool":"weather"}""")]
    [InlineData("meta", """{"startedAt":"soon"}""", """{"type":"meta","startedAt":"soon"}""")]
    [InlineData("tool_result", """{"tool_name":7,"tool_call_id":"c"}""", """{"type":"tool_result","tool_call_id":"c","tool_name":7}""")]
    [InlineData("auth_challenge", """{"toolName":"mail","challenge":{"provider":[],"redirectUrl":"r"}}""", """{"type":"auth_challenge","toolName":"mail","challenge":{"redirectUrl":"r","provider":[]}}""")]
    [InlineData("custom", """{"kind":{},"payload":1}""", """{"type":"custom","payload":1,"kind":{}}""")]
    public async Task A_field_of_another_type_costs_an_event_that_field(string name, string data, string kept)
    {
        var events = await Events($"event: {name}\ndata: {data}\n\n{Done}");

        JsonSerializer.Serialize(events[0], events[0].GetType(), ChatJson.Default).Should().Be(kept);
        events.Should().HaveCount(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("[true]")]
    public async Task A_done_ends_the_stream_in_good_order_whatever_json_it_carries(string data)
    {
        var events = await Events($"event: done\ndata: {data}\n\n");

        events.Should().ContainSingle().Which.Should().BeOfType<ChatDoneEvent>().Which.Ok.Should().BeFalse();
    }

    [Fact]
    public async Task An_unknown_event_is_kept_and_reads_back()
    {
        var events = await Events("event: plan\ndata: {\"todo\":[1]}\n\n" + Done);

        var json = JsonSerializer.Serialize(events[0]);

        events[0].Should().BeOfType<UnknownChatEvent>();
        json.Should().Be("""{"type":"plan","data":{"todo":[1]}}""");
        JsonSerializer.Serialize(JsonSerializer.Deserialize<ChatEvent>(json)).Should().Be(json);
    }

    [Fact]
    public async Task A_stream_without_a_last_event_is_an_interruption_even_if_the_server_resumes_other_streams()
    {
        Wire.Answers(Path, Answer.Events("event: token\ndata: {\"delta\":\"I\"}\n\n").With("Flapjack-Extensions", "idempotent-exec, resume, detach, stop"));

        var read = () => Turn();

        (await read.Should().ThrowAsync<FlapjackStreamInterruptedException>())
            .WithMessage("The chat stream of POST /api/threads/t1/messages ended after 34 bytes without its last event: the connection was closed.*");
        Wire.Requests.Should().ContainSingle();
    }

    private Task<List<ChatEvent>> Events(string frames)
    {
        Wire.Answers(Path, Answer.Events(frames));
        return Turn();
    }

    private async Task<T> First<T>(string data, string name) where T : ChatEvent =>
        (await Events($"event: {name}\ndata: {data}\n\n{Done}"))[0].Should().BeOfType<T>().Subject;

    private Task<List<ChatEvent>> Turn() => Client.SendMessageAsync("t1", "Hello!").All();
}
