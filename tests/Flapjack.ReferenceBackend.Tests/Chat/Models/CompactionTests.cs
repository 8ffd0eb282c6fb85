using System.Text.Json;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Models;
using Microsoft.Extensions.AI;

namespace Flapjack.ReferenceBackend.Tests.Chat.Models;

/// <summary>When a conversation is summarized, and what of it.</summary>
public sealed class CompactionTests
{
    private static readonly CompactionSettings Settings = new() { Enabled = true, AnthropicTriggerTokens = 300, OpenaiCompactThreshold = 100 };

    [Fact]
    public void A_conversation_is_summarized_when_it_is_longer_than_the_threshold_and_not_before()
    {
        // Each message counts four tokens and a token for four characters: 100 in all, and then 101.
        ChatMessage[] messages = [User(160), Agent(100), User(92)];
        ChatMessage[] longer = [User(160), Agent(100), User(93)];

        Compaction.Estimate(messages).Should().Be(100);
        Compaction.Plan(messages, Settings, "gpt-5.4").Should().BeNull();
        var plan = Compaction.Plan(longer, Settings, "gpt-5.4")!;
        (plan.Tokens, plan.Threshold).Should().Be((101, 100));
    }

    [Fact]
    public void An_agent_that_does_not_want_it_gets_no_summary() =>
        Compaction.Plan([User(4000), Agent(4), User(4)], Settings with { Enabled = false }, "gpt-5.4").Should().BeNull();

    [Theory]
    [InlineData("gpt-5.4", 100, null)]
    [InlineData("my-local-model", 100, null)]
    [InlineData("claude-haiku-4-5", 300, "Short, please.")]
    public void The_model_decides_which_settings_count(string modelId, int threshold, string? instructions)
    {
        var plan = Compaction.Plan([User(4000), Agent(4), User(4)], Settings with { AnthropicInstructions = "Short, please." }, modelId)!;

        plan.Threshold.Should().Be(threshold);
        plan.Instructions.Should().Be(instructions);
    }

    [Fact]
    public void What_the_model_has_counted_itself_is_used_up_to_its_last_answer()
    {
        ChatMessage[] messages = [User(4), Agent(4), User(8)];

        Compaction.Plan(messages, Settings, "gpt-5.4", lastTokens: 94).Should().BeNull();
        Compaction.Plan(messages, Settings, "gpt-5.4", lastTokens: 95)!.Tokens.Should().Be(101);
        Compaction.Plan([User(8)], Settings, "gpt-5.4", lastTokens: 9999).Should().BeNull("the model has answered nothing of it");
    }

    [Fact]
    public void The_system_prompt_and_the_users_last_message_with_all_that_follows_stay()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.System, "Be kind."),
            User(400),
            Calls("c1"),
            Returns("c1"),
            Agent(8),
            User(8),
            Calls("c2"),
            Returns("c2"),
        ];

        var plan = Compaction.Plan(messages, Settings, "gpt-5.4")!;

        plan.Summarized.Should().Equal(messages[1..5]);
        plan.Apply(messages, "They talked.").Should().HaveCount(5)
            .And.StartWith(messages[0]).And.EndWith(messages[7])
            .And.Contain(message => message.Role == ChatRole.User && message.Text == "Summary of the earlier conversation:\n\nThey talked.");
    }

    [Fact]
    public void A_call_is_never_split_from_a_result_that_comes_behind_the_users_last_message()
    {
        ChatMessage[] messages = [User(400), Agent(8), Calls("c1"), Agent(8), Calls("c2"), Returns("c2"), User(8), Returns("c1")];

        Compaction.Plan(messages, Settings, "gpt-5.4")!.Summarized.Should().Equal(messages[..2]);
    }

    [Fact]
    public void Calls_that_reach_over_one_another_stay_together()
    {
        // The result of c2 stays, so its call stays. Between them stands the result of c1, and so its call stays too.
        ChatMessage[] messages = [User(400), Calls("c1"), Calls("c2"), Returns("c1"), User(8), Returns("c2")];

        Compaction.Plan(messages, Settings, "gpt-5.4")!.Summarized.Should().Equal(messages[..1]);
    }

    [Fact]
    public void An_earlier_summary_becomes_a_part_of_the_next_one_but_is_not_summarized_alone()
    {
        var summary = CompactionPlan.SummaryMessage(new('s', 400));

        Compaction.Plan([summary, User(400)], Settings, "gpt-5.4").Should().BeNull();
        Compaction.Plan([summary, User(400), Agent(4), User(4)], Settings, "gpt-5.4")!.Summarized.Should().HaveCount(3).And.StartWith(summary);
    }

    [Fact]
    public void A_single_long_message_can_not_be_summarized() =>
        Compaction.Plan([new(ChatRole.System, "Be kind."), User(9000)], Settings, "gpt-5.4").Should().BeNull();

    [Fact]
    public void The_model_is_asked_with_the_conversation_as_a_text()
    {
        ChatMessage[] messages =
        [
            new(ChatRole.User, "Where is my order?"),
            new(ChatRole.Assistant, [new TextContent("Looking."), new FunctionCallContent("c1", "find", new Dictionary<string, object?> { ["id"] = 7 })]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", JsonElement.Parse("""{"state":"sent"}"""))]),
            Agent(400),
            User(4),
        ];

        var question = Compaction.Plan(messages, Settings, "gpt-5.4")!.Question;

        question.Select(message => message.Role).Should().Equal(ChatRole.System, ChatRole.User);
        question[1].Text.Should().Be(
            $$"""
            User: Where is my order?
            Agent: Looking.
            Agent calls find: {"id":7}
            Result of find: {"state":"sent"}
            Agent: {{new string('a', 400)}}

            """);
        question[1].Contents.Should().AllBeOfType<TextContent>();
    }

    [Fact]
    public void The_agents_own_instructions_replace_ours()
    {
        ChatMessage[] messages = [User(4000), Agent(4), User(4)];

        Compaction.Plan(messages, Settings with { AnthropicInstructions = "Keep the prices." }, "claude-opus-4-7")!.Question[0].Text
            .Should().EndWith("\n\nKeep the prices.").And.NotContain("Write the summary");
        Compaction.Plan(messages, Settings, "claude-opus-4-7")!.Question[0].Text.Should().Contain("Write the summary");
    }

    [Fact]
    public async Task A_scripted_model_knows_that_it_is_asked_for_a_summary()
    {
        var model = new ScriptedChatModel();
        model.When("uuuu").Say("An answer.");
        var question = Compaction.Plan([User(4000), Agent(4), User(4)], Settings, "gpt-5.4")!.Question;

        (await model.GetResponseAsync(question)).Text.Should().Be("A summary of the conversation.");
        model.WhenCompacting().Say("My summary.");
        (await model.GetResponseAsync(question)).Text.Should().Be("My summary.");
        model.Requests[0].IsCompaction.Should().BeTrue();
    }

    [Fact]
    public void An_empty_summary_does_not_take_the_place_of_a_conversation()
    {
        ChatMessage[] messages = [User(4000), Agent(4), User(4)];

        Compaction.Plan(messages, Settings, "gpt-5.4").Invoking(plan => plan!.Apply(messages, " ")).Should().Throw<ArgumentException>();
    }

    private static ChatMessage User(int length) => new(ChatRole.User, new string('u', length));

    private static ChatMessage Agent(int length) => new(ChatRole.Assistant, new string('a', length));

    private static ChatMessage Calls(string id) => new(ChatRole.Assistant, [new FunctionCallContent(id, "tool")]);

    private static ChatMessage Returns(string id) => new(ChatRole.Tool, [new FunctionResultContent(id, "result")]);
}
