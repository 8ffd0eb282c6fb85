using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Scripted;

/// <summary>What a scripted model does in a turn of several answers, with tools between them.</summary>
public sealed class ScriptedTurnTests
{
    private readonly ScriptedChatModel _model = new();

    [Theory]
    [InlineData("say", "Say")]
    [InlineData("call", "Call")]
    [InlineData("branch", "Then")]
    [InlineData("choose", "When")]
    public async Task A_function_of_a_rule_that_throws_is_named_in_the_error(string content, string step)
    {
        using var model = new ScriptedChatModel();
        model.When("say").Say(request => request.Results[7].Text);
        model.When("call").Call("tool", request => request.Results[7].Text);
        model.When("branch").Then((request, rule) => rule.Say(request.Results[7].Text));
        model.When(request => request.Results[7].Text.Length > 0);
        await using var backend = await Turns.ScriptedBackend.StartAsync(model);

        var answer = await backend.SendAsync(await backend.CreateThreadAsync(), $$"""{"content":"{{content}}"}""");

        var error = Turns.Frames.Last(answer);
        error.GetProperty("code").GetString().Should().Be("MODEL_FAILED");
        error.GetProperty("detail").GetString().Should().StartWith($"The function that a rule of the scripted model has in {step} threw ").And.Contain("OutOfRangeException: ");
    }

    [Fact]
    public async Task A_tool_is_called_and_then_the_model_says_what_it_returned()
    {
        _model.When("order").Say("Looking.").Call("lookup_order", new { orderId = 7 }).Say("Found:").SayResults();
        var conversation = new Conversation(_model);

        (await conversation.WriteAsync("Where is my order?")).Should().Be("Looking.");
        Shown(conversation.Calls).Should().Equal("""call_1 lookup_order {"orderId":7}""");
        (await conversation.ReturnAsync(JsonElement.Parse("""{"state":"sent"}"""))).Should().Be("""Found:{"state":"sent"}""");
        conversation.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task Several_calls_follow_one_another_and_each_may_depend_on_the_results_before()
    {
        _model.When("refund")
            .Call("lookup_order")
            .Call("refund", request => new { amount = int.Parse(request.Results[0].Text) * 2 })
            .Say(request => $"{request.Results[0].Text}, then {request.Results[1].Text}");
        var conversation = new Conversation(_model);

        await conversation.WriteAsync("refund me");
        Shown(conversation.Calls).Should().Equal("call_1 lookup_order {}");
        await conversation.ReturnAsync("21");
        Shown(conversation.Calls).Should().Equal("""call_2 refund {"amount":42}""");
        (await conversation.ReturnAsync("paid")).Should().Be("21, then paid");
    }

    [Fact]
    public async Task Two_tools_are_called_at_once()
    {
        _model.When("both").CallAll(new("get_time"), new("get_place", """{"exact":true}""", id: "my_id")).SayResults();
        var conversation = new Conversation(_model);

        await conversation.WriteAsync("Tell me both.");
        Shown(conversation.Calls).Should().Equal("call_1 get_time {}", """my_id get_place {"exact":true}""");
        (await conversation.ReturnAsync("noon", "Rome")).Should().Be("noon\nRome");
    }

    [Fact]
    public async Task The_steps_of_a_branch_are_chosen_by_a_result_and_stay_chosen()
    {
        _model.When("refund")
            .Call("lookup_order")
            .Then((request, rule) =>
            {
                if (request.Results[^1].Text == "paid")
                {
                    rule.Call("refund").Call("notify");
                }
                else
                {
                    rule.Say("It was never paid. ");
                }
            })
            .Say("Goodbye.");
        var paid = new Conversation(_model);
        var unpaid = new Conversation(_model);

        await paid.WriteAsync("refund");
        await paid.ReturnAsync("paid");
        Shown(paid.Calls).Should().Equal("call_2 refund {}");
        await paid.ReturnAsync("unpaid");
        Shown(paid.Calls).Should().Equal("call_3 notify {}");
        (await paid.ReturnAsync("ok")).Should().Be("Goodbye.");

        await unpaid.WriteAsync("refund");
        (await unpaid.ReturnAsync("unpaid")).Should().Be("It was never paid. Goodbye.");
    }

    [Fact]
    public async Task The_rule_of_a_turn_stays_the_same_although_results_would_fit_another()
    {
        _model.When(request => request.Results.Count > 0 || request.Messages.Count > 1).Say("Never.");
        _model.When("go").Call("a").Say("Done.");
        var conversation = new Conversation(_model);

        await conversation.WriteAsync("go");

        (await conversation.ReturnAsync(1)).Should().Be("Done.");
    }

    [Fact]
    public async Task A_new_message_begins_its_rule_anew_also_while_calls_are_not_answered()
    {
        _model.When("go").Call("a").Say("Done.");
        var conversation = new Conversation(_model);
        await conversation.WriteAsync("go");

        (await conversation.WriteAsync("hello")).Should().Be("hello");
        await conversation.WriteAsync("go");

        Shown(conversation.Calls).Should().Equal("call_2 a {}");
        (await conversation.ReturnAsync("x")).Should().Be("Done.");
    }

    [Fact]
    public async Task An_answer_behind_the_last_step_is_empty()
    {
        _model.When("go").Call("a");
        var conversation = new Conversation(_model);
        await conversation.WriteAsync("go");

        (await conversation.ReturnAsync("x")).Should().BeEmpty();
        conversation.Calls.Should().BeEmpty();
    }

    [Fact]
    public async Task A_call_that_a_limit_took_away_does_not_come_again()
    {
        _model.When("go").CallAll(new("a"), new("b")).Say(request => $"{request.Results.Count} result.");

        var answer = await _model.GetResponseAsync(
        [
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new FunctionCallContent("call_1", "a")]),
            new(ChatRole.Tool, [new FunctionResultContent("call_1", "x")]),
        ]);

        answer.Text.Should().Be("1 result.");
    }

    [Fact]
    public async Task Results_are_in_the_order_of_the_calls_and_a_call_without_a_result_has_an_empty_one()
    {
        _model.When("go").CallAll(new("a"), new("b"), new("c")).Say(request => string.Join(", ", request.Results.Select(result => $"{result.Tool}={result.Text}")));

        var answer = await _model.GetResponseAsync(
        [
            new(ChatRole.User, "go"),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "a"), new FunctionCallContent("2", "b"), new FunctionCallContent("3", "c")]),
            new(ChatRole.Tool, [new FunctionResultContent("3", true), new FunctionResultContent("1", "x")]),
        ]);

        answer.Text.Should().Be("a=x, b=, c=true");
    }

    [Fact]
    public async Task Another_model_with_the_same_rules_goes_on_in_the_middle_of_a_turn()
    {
        static ScriptedChatModel Make()
        {
            var model = new ScriptedChatModel();
            model.When("go").Call("a").Call("b").SayResults();
            return model;
        }

        var before = new Conversation(Make());
        await before.WriteAsync("go");
        await before.ReturnAsync("1");
        List<ChatMessage> stored = [.. before.Messages, new(ChatRole.Tool, [new FunctionResultContent("call_2", "2")])];

        (await Make().GetResponseAsync(stored)).Text.Should().Be("1\n2");
    }

    [Fact]
    public async Task Fifty_conversations_at_once_do_not_mix()
    {
        _model.When("go").Call("a", request => new { text = request.Text }).Call("b").SayResults();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(async () =>
        {
            var conversation = new Conversation(_model);
            await conversation.WriteAsync($"go {number}");
            Shown(conversation.Calls).Should().Equal($$"""call_1 a {"text":"go {{number}}"}""");
            await conversation.ReturnAsync($"a{number}");
            return await conversation.ReturnAsync($"b{number}");
        })));

        answers.Should().Equal(Enumerable.Range(0, 50).Select(number => $"a{number}\nb{number}"));
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("{")]
    public void Arguments_that_are_no_object_are_refused_when_the_rule_is_written(string json) =>
        _model.Otherwise().Invoking(rule => rule.Call("a", json)).Should().Throw<ArgumentException>().WithParameterName("arguments");

    private static IEnumerable<string> Shown(IEnumerable<FunctionCallContent> calls) =>
        calls.Select(call => $"{call.CallId} {call.Name} {JsonSerializer.Serialize(call.Arguments)}");
}
