using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Chat.Turns;

/// <summary>A backend that is killed during a turn, and started again.</summary>
public sealed class CrashedTurnTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_turn_that_the_crash_cut_is_unknown_never_runs_again_and_leaves_its_thread_free()
    {
        string thread, turn, before;
        using (var host = await CrashHost.StartAsync(_folder.Path))
        {
            thread = await CreateThreadAsync(host);
            using var stream = await SseStream.OpenAsync(host.Client, Message(thread, """{"content":"stall"}""", "k"));
            var meta = await stream.ReadUntilAsync(frame => frame.Event == "meta");
            turn = meta.Data.GetProperty("turnId").GetString()!;
            before = $"{meta.Text}\n\n{await stream.ReadUntilAsync(frame => frame.Event == "token")}\n\n{await stream.ReadUntilAsync(frame => frame.Event == "token")}\n\n";
            await host.KillAsync();
        }

        using var again = await CrashHost.StartAsync(_folder.Path);
        var read = await HttpAnswer.OfAsync(await again.Client.GetAsync($"/api/threads/{thread}/messages/{turn}/events"));
        var repeat = await SendAsync(again, thread, """{"content":"stall"}""", "k");
        var trace = JsonElement.Parse(await again.Client.GetStringAsync("/api/logs")).GetProperty("traces")[0];
        var next = await SendAsync(again, thread, """{"content":"Next"}""", "k2");

        read.Body.Should().Be($": open\n\n{before}" +
            $$"""
            id: {{turn}}:4
            event: error
            data: {"code":"TURN_OUTCOME_UNKNOWN","detail":"The backend ended while the agent was answering; nobody knows what the agent has done."}


            """);
        repeat.Body.Should().Be(read.Body);
        trace.GetProperty("status").GetString().Should().Be("error");
        trace.GetProperty("error_count").GetInt64().Should().BePositive();
        Frames.Text(next).Should().Be("Next");
    }

    [Fact]
    public async Task A_turn_that_waited_for_results_goes_on_after_the_crash_and_an_answer_is_what_it_was()
    {
        string thread;
        HttpAnswer answered, asked;
        using (var host = await CrashHost.StartAsync(_folder.Path))
        {
            thread = await CreateThreadAsync(host);
            answered = await SendAsync(host, thread, """{"content":"Hello there"}""", "k1");
            asked = await SendAsync(host, thread, """{"content":"look up","tools":[{"name":"lookup"}]}""", "k2");
            await host.KillAsync();
        }

        using var again = await CrashHost.StartAsync(_folder.Path);
        var repeats = new[] { await SendAsync(again, thread, """{"content":"Hello there"}""", "k1"), await SendAsync(again, thread, """{"content":"look up","tools":[{"name":"lookup"}]}""", "k2") };
        var result = await SendAsync(again, thread, $$"""{"toolResults":[{"toolCallId":"{{Frames.CallIds(asked)[0]}}","result":"found"}]}""", "k3");

        repeats.Select(answer => answer.Body).Should().Equal(answered.Body, asked.Body);
        Frames.Last(result).GetProperty("content").GetString().Should().Be("Looking. found");
        var trace = JsonElement.Parse(await again.Client.GetStringAsync("/api/logs")).GetProperty("traces")[0];
        trace.GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task Calls_of_tools_that_the_crash_cut_are_known_to_the_next_turn_and_their_results_are_not()
    {
        string thread;
        using (var host = await CrashHost.StartAsync(_folder.Path))
        {
            thread = await CreateThreadAsync(host);
            using var stream = await SseStream.OpenAsync(host.Client, Message(thread, """{"content":"run","computerOverrides":{"enabled":true}}""", "k"));
            await stream.ReadUntilAsync(frame => frame.Event == "tool_result");
            await stream.ReadUntilAsync(frame => frame.Event == "tool_executing");
            await host.KillAsync();
        }

        using var again = await CrashHost.StartAsync(_folder.Path);
        var trace = await TraceAsync(again);
        var calls = JsonElement.Parse(await again.Client.GetStringAsync("/api/analytics")).GetProperty("summary").GetProperty("tool_calls").GetInt64();
        var next = await SendAsync(again, thread, """{"content":"what happened?"}""", "k2");

        var told = Frames.Text(next).Split('|');
        told.Should().HaveCount(3);
        told[0].Should().StartWith("computer_run: ").And.Contain("quick");
        told[1..].Should().OnlyContain(result => result.StartsWith("computer_run: There is no result") && result.EndsWith("Nobody knows what the tool has done."));
        trace.Should().Equal("agent Cook error", "llm gpt-5.4 ok", "tool computer_run ok", "tool computer_run error");
        calls.Should().Be(2, "the third tool never began");
    }

    private static async Task<IEnumerable<string>> TraceAsync(CrashHost host)
    {
        var id = JsonElement.Parse(await host.Client.GetStringAsync("/api/logs")).GetProperty("traces")[0].GetProperty("id").GetString();
        var spans = JsonElement.Parse(await host.Client.GetStringAsync($"/api/logs/{id}")).GetProperty("spans");
        return [.. spans.EnumerateArray().Select(span => $"{span.GetProperty("kind")} {span.GetProperty("name")} {span.GetProperty("status")}")];
    }

    private static async Task<string> CreateThreadAsync(CrashHost host)
    {
        var agent = await TestBackend.SendAsync(host.Client, HttpMethod.Post, "/api/agents", """{"name":"Cook"}""");
        return (await TestBackend.SendAsync(host.Client, HttpMethod.Post, "/api/threads", $$"""{"agentId":"{{agent.Text("id")}}"}""")).Text("id");
    }

    private static async Task<HttpAnswer> SendAsync(CrashHost host, string thread, string body, string key)
    {
        using var message = Message(thread, body, key);
        return await HttpAnswer.OfAsync(await host.Client.SendAsync(message));
    }

    private static HttpRequestMessage Message(string thread, string body, string key)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, $"/api/threads/{thread}/messages") { Content = TestBackend.JsonText(body) };
        message.Headers.Add("Idempotency-Key", key);
        return message;
    }
}
