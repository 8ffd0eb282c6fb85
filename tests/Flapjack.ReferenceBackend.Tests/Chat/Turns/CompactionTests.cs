using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

public sealed class CompactionTests
{
    private static readonly string Long = new('x', 5_000);

    [Fact]
    public async Task A_long_conversation_is_summarized_by_the_model_and_goes_on_with_the_summary()
    {
        var model = new ScriptedChatModel();
        model.WhenCompacting().Say("They talked about x.");
        await using var backend = await StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        await backend.SendAsync(thread, $$"""{"content":"{{Long}}"}""");

        var answer = await backend.SendAsync(thread, """{"content":"And now?"}""");
        var next = await backend.SendAsync(thread, """{"content":"And then?"}""");

        Frames.Text(answer).Should().Be("And now?");
        Frames.Text(next).Should().Be("And then?");
        var told = model.Requests[^1].Messages.Select(message => message.Text).ToList();
        told.Should().NotContain(text => text.Contains(Long)).And.Contain(text => text.Contains("They talked about x.")).And.EndWith(["And now?", "And now?", "And then?"]);
        model.Requests.Count(request => request.IsCompaction).Should().Be(1);
        (await backend.Backend.Backend.Threads.ReadMessagesAsync(thread)).Select(message => message.Role).Should().Equal(
            "user", "assistant", "user", "summary", "assistant", "user", "assistant");
    }

    [Fact]
    public async Task The_trace_shows_the_compaction_and_the_turn_pays_for_it()
    {
        var model = new ScriptedChatModel();
        model.WhenCompacting().Say("Short.");
        await using var backend = await StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        await backend.SendAsync(thread, $$"""{"content":"{{Long}}"}""");
        await backend.SendAsync(thread, """{"content":"And now?"}""");

        var logs = await backend.Backend.GetAsync("/api/logs?limit=1");
        var trace = await backend.Backend.GetAsync($"/api/logs/{logs.Json.GetProperty("traces")[0].GetProperty("id").GetString()}");

        var spans = trace.Json.GetProperty("spans").EnumerateArray().Select(span => (span.GetProperty("kind").GetString(), span.GetProperty("name").GetString())).ToList();
        spans.Should().Equal(("agent", "Cook"), ("chain", "compaction"), ("llm", "gpt-5.4"), ("llm", "gpt-5.4"));
    }

    [Fact]
    public async Task If_the_model_can_not_summarize_the_turn_goes_on_with_the_whole_conversation()
    {
        var model = new ScriptedChatModel();
        model.WhenCompacting().Fail("TOO_BUSY", "The model is busy.");
        await using var backend = await StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        await backend.SendAsync(thread, $$"""{"content":"{{Long}}"}""");

        var answer = await backend.SendAsync(thread, """{"content":"And now?"}""");

        Frames.Text(answer).Should().Be("And now?");
        model.Requests[^1].Messages.Select(message => message.Text).Should().Contain(Long);
    }

    [Fact]
    public async Task An_empty_summary_is_paid_for_and_is_not_asked_for_again_in_the_same_turn()
    {
        var model = new ScriptedChatModel();
        model.WhenCompacting().Say("").WithUsage(new() { InputTokens = 1_000, OutputTokens = 5 });
        model.When("And now?").CallAll(new ScriptedCall("unknown")).Call("unknown").Say("Done.").WithUsage(new() { InputTokens = 2_000, OutputTokens = 7 });
        await using var backend = await StartAsync(model);
        var thread = await backend.CreateThreadAsync();
        await backend.SendAsync(thread, $$"""{"content":"{{Long}}"}""");

        var answer = await backend.SendAsync(thread, """{"content":"And now?"}""");

        Frames.Last(answer).GetProperty("usage").GetRawText().Should().Be("""{"input_tokens":7000,"output_tokens":26,"cache_read_tokens":0,"cache_write_tokens":0}""");
        model.Requests.Count(request => request.IsCompaction).Should().Be(1);
    }

    private static async Task<ScriptedBackend> StartAsync(ScriptedChatModel model)
    {
        var backend = await ScriptedBackend.StartAsync(model);
        var configured = await TestBackend.SendAsync(
            backend.Backend.Client, HttpMethod.Put, $"/api/agents/{backend.AgentId}/compaction", """{"enabled":true,"openaiCompactThreshold":1000}""");
        configured.Status.Should().Be(200, configured.Body);
        return backend;
    }
}
