using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using static Flapjack.ReferenceBackend.Tests.Chat.Models.OpenAIServer;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>Whole turns of the backend with the official client of a model: what the model is asked, and what the caller is told.</summary>
public sealed class OpenAITurnTests : IAsyncLifetime
{
    private const string LookUp = """
        "tools":[{"name":"lookup_order","description":"Looks up an order","parameters":{"type":"object","properties":{"orderId":{"type":"integer"}},"required":["orderId"]}}]
        """;

    private OpenAIServer _server = null!;
    private ScriptedBackend _backend = null!;

    public async Task InitializeAsync()
    {
        _server = await OpenAIServer.StartAsync();
        _backend = await ScriptedBackend.StartAsync(_server.Client());
    }

    public async Task DisposeAsync()
    {
        await _backend.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_turn_with_a_tool_of_the_caller_is_told_to_the_model_in_the_right_roles()
    {
        _server.Streams(
            Chunk("""{"role":"assistant","content":"Let me see."}"""),
            Chunk("""{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"lookup_order","arguments":"{\"order"}}]}"""),
            Chunk("""{"tool_calls":[{"index":0,"function":{"arguments":"Id\":7}"}}]}"""),
            Chunk("{}", "\"tool_calls\""),
            Used(40, 5, 30));
        _server.Streams(Chunk("""{"content":"On "}"""), Chunk("""{"content":"its way."}"""), Chunk("{}", "\"stop\""), Used(60, 3, 0));
        var thread = await _backend.CreateThreadAsync();

        var asked = await _backend.SendAsync(thread, $$"""{"content":"My order?",{{LookUp}}}""");
        var answered = await _backend.SendAsync(thread, $$$"""{"toolResults":[{"toolCallId":"call_a","result":{"state":"sent"}}],{{{LookUp}}}}""");

        Frames.Names(asked).Should().Equal("meta", "token", "requires_action");
        Frames.Last(asked).GetProperty("toolCalls").GetRawText().Should().Be("""[{"id":"call_a","name":"lookup_order","arguments":"{\"orderId\":7}"}]""");
        Frames.Names(answered).Should().Equal("meta", "token", "token", "done");
        Frames.Text(answered).Should().Be("On its way.");
        var done = Frames.Last(answered);
        done.GetProperty("content").GetString().Should().Be("Let me see.On its way.");
        done.GetProperty("usage").GetRawText().Should().Be("""{"input_tokens":100,"output_tokens":8,"cache_read_tokens":30,"cache_write_tokens":0}""");

        var (first, second) = (_server.Requests[0], _server.Requests[1]);
        first.GetProperty("model").GetString().Should().Be("local-model", "the client decides which model it calls");
        Messages(first).Should().Equal("system: You cook.", "user: My order?");
        var tool = first.GetProperty("tools")[0].GetProperty("function");
        tool.GetProperty("name").GetString().Should().Be("lookup_order");
        tool.GetProperty("description").GetString().Should().Be("Looks up an order");
        JsonSerializer.Serialize(tool.GetProperty("parameters").GetProperty("properties")).Should().Be("""{"orderId":{"type":"integer"}}""");
        Messages(second).Should().Equal("system: You cook.", "user: My order?", "assistant: Let me see. call_a lookup_order {\"orderId\":7}", "tool call_a: {\"state\":\"sent\"}");
    }

    [Fact]
    public async Task A_text_that_a_tool_of_the_caller_returned_reaches_the_model_without_quotes()
    {
        CallsLookUp();
        _server.Streams(Chunk("""{"content":"Thanks."}"""));
        var thread = await _backend.CreateThreadAsync();
        await _backend.SendAsync(thread, $$"""{"content":"My order?",{{LookUp}}}""");

        await _backend.SendAsync(thread, """{"toolResults":[{"toolCallId":"call_a","result":"on its way"}]}""");

        Messages(_server.Requests[1])[^1].Should().Be("tool call_a: on its way");
    }

    [Fact]
    public async Task A_call_that_was_never_answered_has_an_answer_for_the_model_all_the_same()
    {
        CallsLookUp();
        _server.Streams(Chunk("""{"content":"Hello."}"""));
        var thread = await _backend.CreateThreadAsync();
        await _backend.SendAsync(thread, $$"""{"content":"My order?",{{LookUp}}}""");

        await _backend.SendAsync(thread, """{"content":"Never mind."}""");

        Messages(_server.Requests[1])[2..].Should().SatisfyRespectively(
            call => call.Should().StartWith("assistant: ").And.Contain("call_a"),
            result => result.Should().StartWith("tool call_a: There is no result"),
            user => user.Should().Be("user: Never mind."));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_refusal_ends_the_turn_with_an_error_that_does_not_show_the_key(int status)
    {
        _server.Refuses(status, $$$"""{"error":{"message":"Incorrect API key provided: {{{Key}}}."}}""");

        var answer = await SendAsync("""{"content":"Hi"}""");

        answer.Status.Should().Be(200);
        Frames.Names(answer).Should().Equal("meta", "error");
        Frames.Last(answer).GetProperty("code").GetString().Should().Be("MODEL_FAILED");
        Frames.Last(answer).GetProperty("detail").GetString().Should().Contain($"(HTTP status {status})");
        answer.Body.Should().NotContain(Key);
        var traces = await _backend.Backend.GetAsync($"/api/logs?agent_id={_backend.AgentId}");
        var trace = await _backend.Backend.GetAsync($"/api/logs/{traces.Json.GetProperty("traces")[0].GetProperty("id").GetString()}");
        trace.Body.Should().Contain("MODEL_FAILED").And.NotContain(Key);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_middle_ends_the_turn_with_an_error_after_the_text_so_far()
    {
        var seen = new TaskCompletionSource();
        _server.Breaks(seen.Task, Chunk("""{"role":"assistant","content":"Half"}"""));
        // No model of the list answers in its place, because the caller has seen half an answer.
        using var response = await _backend.OpenAsync(await _backend.CreateThreadAsync(), """{"content":"Hi","anthropicOverrides":{"fallbackModels":["claude-haiku-4-5"]}}""");
        using var body = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = "";
        while (await body.ReadLineAsync(Limit.Token) is { } line)
        {
            text += line + "\n";
            if (line.Contains("Half", StringComparison.Ordinal))
            {
                seen.TrySetResult();
            }
        }

        Frames.Of(text).Select(frame => frame.Event).Should().Equal("meta", "token", "error");
        _server.Requests.Should().ContainSingle();
        Frames.Of(text)[^1].Data.GetProperty("detail").GetString().Should().Be("The model could not be reached, or the connection to it broke.");
    }

    [Fact]
    public async Task Another_model_answers_in_the_place_of_one_that_the_provider_does_not_know()
    {
        _server.Refuses(404, """{"error":{"message":"The model does not exist."}}""");
        _server.Streams(Chunk("""{"content":"Instead."}"""), Chunk("{}", "\"stop\""), Used(10, 1, 0));

        var answer = await SendAsync("""{"content":"Hi","anthropicOverrides":{"fallbackModels":["claude-haiku-4-5"]}}""");

        Frames.Text(answer).Should().Be("Instead.");
        _server.Requests.Should().HaveCount(2);
    }

    [Fact]
    public async Task Stopping_a_turn_ends_the_request_to_the_model()
    {
        var left = _server.Stalls(Chunk("""{"content":"Half"}"""));
        var thread = await _backend.CreateThreadAsync();
        var answer = _backend.SendAsync(thread, """{"content":"Hi"}""");
        await Eventually.HoldsAsync(() => _server.Requests.Count == 1, "the model is asked");

        await _backend.Backend.PostAsync($"/api/threads/{thread}/stop", "");

        Frames.Last(await answer).TryGetProperty("messageId", out _).Should().BeFalse();
        await left.WaitAsync(Limit.Time);
    }

    private static string[] Messages(JsonElement request) => [.. request.GetProperty("messages").EnumerateArray().Select(Shown)];

    private static string Shown(JsonElement message)
    {
        var id = message.TryGetProperty("tool_call_id", out var answered) ? $" {answered.GetString()}" : "";
        var text = message.TryGetProperty("content", out var content) ? Compact(TextOf(content)) : "";
        var calls = message.TryGetProperty("tool_calls", out var made) ? string.Concat(made.EnumerateArray().Select(ShownCall)) : "";
        return $"{message.GetProperty("role").GetString()}{id}: {text}{calls}";
    }

    private static string ShownCall(JsonElement call)
    {
        var function = call.GetProperty("function");
        return $" {call.GetProperty("id").GetString()} {function.GetProperty("name").GetString()} {Compact(function.GetProperty("arguments").GetString()!)}";
    }

    private static string TextOf(JsonElement content) => content.ValueKind == JsonValueKind.Array
        ? string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()))
        : content.GetString() ?? "";

    // The client breaks JSON into lines.
    private static string Compact(string text) => text.StartsWith('{') ? JsonSerializer.Serialize(JsonElement.Parse(text)) : text;

    private void CallsLookUp() => _server.Streams(
        Chunk("""{"role":"assistant","tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"lookup_order","arguments":"{}"}}]}"""),
        Chunk("{}", "\"tool_calls\""));

    private async Task<HttpAnswer> SendAsync(string body) => await _backend.SendAsync(await _backend.CreateThreadAsync(), body);
}
