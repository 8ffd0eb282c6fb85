using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Chat.Turns;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Tools;

/// <summary>Custom tools and the tools of the web through whole turns, over HTTP.</summary>
public sealed class ToolTurnTests
{
    [Fact]
    public async Task A_turn_calls_a_custom_tool_and_leaves_a_span_of_a_webhook()
    {
        await using var receiver = await WebhookReceiver.StartAsync((context, _) => context.Response.WriteAsJsonAsync(new { state = "on its way" }));
        var model = new ScriptedChatModel();
        model.When("order").Call("find_order", new { id = "123" }).Say(request => $"It is {request.Results[^1].Text}");
        await using var backend = await ScriptedBackend.StartAsync(model, options => options.AllowLoopbackWebhooks = true);
        await backend.Backend.PostAsync("/api/tools", $$"""{"name":"find_order","url":"{{receiver.Url("/hook")}}"}""");
        var thread = await backend.CreateThreadAsync();

        var answer = await backend.SendAsync(thread, """{"content":"My order?","senderId":"ada"}""");

        Frames.Of(answer).Single(frame => frame.Event == "tool_result").Data.GetProperty("result").GetRawText().Should().Be("""{"state":"on its way"}""");
        var call = await receiver.NextAsync();
        var body = JsonElement.Parse(call.Text);
        (body.GetProperty("tool").GetString(), body.GetProperty("threadId").GetString(), body.GetProperty("agentId").GetString(), body.GetProperty("senderId").GetString())
            .Should().Be(("find_order", thread, backend.AgentId, "ada"));
        body.GetProperty("arguments").GetRawText().Should().Be("""{"id":"123"}""");
        WebhookSignature.Verify(call.Body, call.Headers["X-Flapjack-Signature"], backend.Backend.Backend.WebhookSecret).Should().BeTrue();
        var trace = (await backend.Backend.GetAsync("/api/logs")).Json.GetProperty("traces")[0].GetProperty("id").GetString();
        (await backend.Backend.GetAsync($"/api/logs/{trace}")).Json.GetProperty("spans").EnumerateArray()
            .Select(span => (span.GetProperty("kind").GetString(), span.GetProperty("name").GetString())).Should().Contain(("webhook", "find_order"));
    }

    [Fact]
    public async Task The_web_is_not_available_here_and_the_answer_goes_on()
    {
        var model = new ScriptedChatModel();
        model.Otherwise().Call("web_search", new { query = "weather" }).Say("I could not look it up.");
        await using var backend = await ScriptedBackend.StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Weather?","webOverrides":{"enabled":true}}""");

        Frames.Of(answer).Single(frame => frame.Event == "tool_result").Data.GetProperty("result").GetProperty("error").GetString()
            .Should().StartWith("web_search is not available locally");
        Frames.Text(answer).Should().Be("I could not look it up.");
    }

    [Fact]
    public async Task Fifty_conversations_call_a_tool_at_once()
    {
        const int Count = 50;
        var allAreThere = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var receiver = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            if (Interlocked.Increment(ref arrived) == Count)
            {
                allAreThere.SetResult();
            }

            // No call is answered before all of them are made.
            await allAreThere.Task;
            await context.Response.WriteAsync("found");
        });
        var model = new ScriptedChatModel();
        model.Otherwise().Call("find_order", new { }).Say(request => request.Results[^1].Text);
        await using var backend = await ScriptedBackend.StartAsync(model, options => options.AllowLoopbackWebhooks = true);
        await backend.Backend.PostAsync("/api/tools", $$"""{"name":"find_order","url":"{{receiver.Url("/hook")}}"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, Count).Select(async _ => await backend.SendAsync(await backend.CreateThreadAsync(), """{"content":"Find it"}"""))).WaitAsync(TestBackend.Patience);

        answers.Select(Frames.Text).Should().AllBe("found");
    }
}
