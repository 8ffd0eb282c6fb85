using System.Text;
using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Chat;

/// <summary>The samples of the client in the service's own documentation, written in C#. Each is a test that is named after what the sample shows.</summary>
public sealed class DocumentedSamplesTests(ChatBackend chat) : IClassFixture<ChatBackend>
{
    private static readonly JsonElement Enabled = JsonElement.Parse("""{"enabled":true}""");

    [Fact]
    public async Task An_agent_is_found_a_thread_created_and_every_event_of_the_answer_has_its_case()
    {
        chat.Model.When("Hello!").Call("plan_create", new { title = "Greet", todos = new[] { new { content = "Say hello" } } }).Say("Hello to you, too.");
        var client = chat.Client;

        var agents = await client.ListAgentsAsync(cancellationToken: Limit.Token);
        var thread = await client.CreateThreadAsync(agents[0].Id, Limit.Token);
        var printed = await PrintAsync(client.SendMessageAsync(thread.Id, "Hello!", new() { PlanOverrides = Enabled }, Limit.Token));

        printed[0].Should().StartWith("Stream started at: 20");
        printed[1..3].Should().Equal("Tool called: plan_create", "Executing: plan_create");
        printed[3].Should().StartWith("Tool result: plan_create {\"id\":").And.Contain("Say hello");
        printed[4..].Should().Equal("Hello to you, too.", "Final: Hello to you, too.");
    }

    [Fact]
    public async Task A_tool_of_the_app_that_nobody_runs_is_told_as_requires_action_and_a_failure_as_error()
    {
        var tool = new ChatTool { Name = "confirm" };
        chat.Model.When("Shall I?").CallAll(new("confirm"), new("confirm"));
        chat.Model.When("Break down").Say("I was").Fail("OVERLOADED", "The model is overloaded.");

        var asked = await PrintAsync(chat.Client.SendMessageAsync(await chat.CreateThreadAsync(), "Shall I?", new() { Tools = [tool] }, Limit.Token));
        var failed = await PrintAsync(chat.Client.SendMessageAsync(await chat.CreateThreadAsync(), "Break down", cancellationToken: Limit.Token));

        asked[^1].Should().Be("Client tools requested: confirm, confirm");
        failed[1..].Should().Equal("I was", "Error: OVERLOADED The model is overloaded.");
    }

    [Fact]
    public async Task A_custom_tool_runs_in_the_app_and_the_answer_goes_on()
    {
        chat.Model.When("Check order #123").Call("lookup_order", new { orderId = "123" }).Say(request => $"Order 123 is {JsonElement.Parse(request.Results[0].Text).GetProperty("Status")}.");
        var orders = new Dictionary<string, Order> { ["123"] = new("123", "shipped") };
        var lookup = new ChatTool
        {
            Name = "lookup_order",
            Description = "Look up an order by ID",
            Parameters = JsonElement.Parse("""{"type":"object","properties":{"orderId":{"type":"string"}},"required":["orderId"]}"""),
        };

        var text = new StringBuilder();
        var options = new SendMessageOptions
        {
            Tools = [lookup],
            OnToolCall = (call, _) => Task.FromResult<string?>(JsonSerializer.Serialize(orders[JsonElement.Parse(call.Arguments!).GetProperty("orderId").GetString()!])),
        };
        await foreach (var item in chat.Client.SendMessageAsync(await chat.CreateThreadAsync(), "Check order #123", options, Limit.Token))
        {
            if (item is ChatTokenEvent token)
            {
                text.Append(token.Delta);
            }
        }

        text.ToString().Should().Be("Order 123 is shipped.");
        chat.RequestsWith("Check order #123")[0].Tools.Should().Contain("lookup_order");
    }

    [Fact]
    public async Task The_results_of_tools_are_submitted_by_hand()
    {
        chat.Model.When("Ask both").CallAll(new("first"), new("second")).SayResults();
        var options = new SendMessageOptions { Tools = [new() { Name = "first" }, new() { Name = "second" }] };
        var threadId = await chat.CreateThreadAsync();

        var asked = await chat.Client.RunMessageAsync(threadId, "Ask both", options, Limit.Token);
        var results = asked.PendingToolCalls.Select(call => ToolResult.Of(call.Id!, $"from {call.Name}")).ToList();
        var printed = await PrintAsync(chat.Client.SubmitToolResultsAsync(threadId, results, options, Limit.Token));

        printed[1..].Should().Equal("from first\nfrom second", "Final: from first\nfrom second");
    }

    [Fact]
    public async Task A_response_is_stopped()
    {
        chat.Model.When("Count for ever").Say("One").Stall();
        var threadId = await chat.CreateThreadAsync();

        ChatDoneEvent? done = null;
        await foreach (var item in chat.Client.SendMessageAsync(threadId, "Count for ever", cancellationToken: Limit.Token))
        {
            if (item is ChatTokenEvent)
            {
                await chat.Client.StopThreadAsync(threadId, Limit.Token);
            }

            done = item as ChatDoneEvent;
        }

        (done!.Content, done.MessageId).Should().Be(("One", null));
    }

    [Fact]
    public async Task An_app_keeps_its_own_list_of_messages_and_fills_the_last_one_from_the_stream()
    {
        chat.Model.When("Tell me a story").Say("Once upon a time.");
        var messages = new List<ShownMessage>();
        string? threadId = null;

        async Task SendAsync(string text)
        {
            messages.Add(new("user", text, Streaming: false));
            messages.Add(new("assistant", "", Streaming: true));
            threadId ??= (await chat.Client.CreateThreadAsync(new CreateThreadRequest { AgentId = chat.AgentId }, Limit.Token)).Id;
            await foreach (var item in chat.Client.SendMessageAsync(threadId, text, cancellationToken: Limit.Token))
            {
                messages[^1] = item switch
                {
                    ChatTokenEvent token => messages[^1] with { Content = messages[^1].Content + token.Delta },
                    ChatDoneEvent done => messages[^1] with { Content = messages[^1].Content is { Length: > 0 } content ? content : done.Content!, Streaming = false },
                    _ => messages[^1],
                };
            }
        }

        await SendAsync("Tell me a story");
        await SendAsync("And now an echo");

        messages.Should().Equal(
            new("user", "Tell me a story", false),
            new("assistant", "Once upon a time.", false),
            new("user", "And now an echo", false),
            new("assistant", "And now an echo", false));
    }

    [Fact]
    public async Task A_message_asks_a_Claude_model_to_think()
    {
        chat.Model.When("Analyze this complex problem").Say("It is simple.");
        var options = new SendMessageOptions
        {
            ModelOverride = "claude-opus-4-7",
            AnthropicOverrides = new() { Thinking = new() { Enabled = true, BudgetTokens = 10_000 } },
        };

        var result = await chat.Client.RunMessageAsync(await chat.CreateThreadAsync(), "Analyze this complex problem", options, Limit.Token);

        result.EnsureAnswered().Content.Should().Be("It is simple.");
        chat.RequestsWith("Analyze this complex problem").Single().ModelId.Should().Be("claude-opus-4-7");
    }

    [Fact]
    public async Task Another_model_answers_if_the_chosen_one_refuses()
    {
        chat.Model.When(request => request.Text == "Hello, Sonnet" && request.ModelId == "claude-sonnet-4-6").Fail("not_found_error", "There is no such model.", 404);
        chat.Model.When("Hello, Sonnet").Say("Hello from Haiku.");
        var options = new SendMessageOptions
        {
            ModelOverride = "claude-sonnet-4-6",
            AnthropicOverrides = new() { FallbackModels = ["claude-haiku-4-5"] },
        };

        var result = await chat.Client.RunMessageAsync(await chat.CreateThreadAsync(), "Hello, Sonnet", options, Limit.Token);

        result.EnsureAnswered().Content.Should().Be("Hello from Haiku.");
        chat.RequestsWith("Hello, Sonnet").Select(request => request.ModelId).Should().Equal("claude-sonnet-4-6", "claude-haiku-4-5");
    }

    /// <summary>The documentation's switch over all events.</summary>
    private static async Task<string[]> PrintAsync(IAsyncEnumerable<ChatEvent> events)
    {
        var lines = new List<string>();
        var text = new StringBuilder();
        await foreach (var item in events)
        {
            switch (item)
            {
                case ChatMetaEvent meta:
                    lines.Add($"Stream started at: {meta.StartedAt:yyyy-MM-dd}");
                    break;
                case ChatTokenEvent token:
                    text.Append(token.Delta);
                    continue;
                case ChatToolCallEvent called:
                    Add(lines, text, $"Tool called: {called.Tool!.Name}");
                    break;
                case ChatToolExecutingEvent executing:
                    Add(lines, text, $"Executing: {executing.ToolName}");
                    break;
                case ChatToolResultEvent result:
                    Add(lines, text, $"Tool result: {result.ToolName} {result.Result}");
                    break;
                case ChatRequiresActionEvent action:
                    Add(lines, text, $"Client tools requested: {string.Join(", ", action.ToolCalls.Select(call => call.Name))}");
                    break;
                case ChatDoneEvent done:
                    Add(lines, text, $"Final: {done.Content}");
                    break;
                case ChatErrorEvent error:
                    Add(lines, text, $"Error: {error.Code} {error.Detail}");
                    break;
                default:
                    Add(lines, text, $"Not expected: {item.Type}");
                    break;
            }
        }

        return [.. lines];
    }

    private static void Add(List<string> lines, StringBuilder text, string line)
    {
        if (text.Length > 0)
        {
            lines.Add(text.ToString());
            text.Clear();
        }

        lines.Add(line);
    }

    private sealed record Order(string Id, string Status);

    private sealed record ShownMessage(string Role, string Content, bool Streaming);
}
