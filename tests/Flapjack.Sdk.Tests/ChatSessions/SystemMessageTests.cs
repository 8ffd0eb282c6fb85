using static Flapjack.Sdk.Tests.ChatSessions.SessionWire;

namespace Flapjack.Sdk.Tests.ChatSessions;

/// <summary>The lines of an icon and a label: the counterpart of <c>addSystemMessage</c>.</summary>
public sealed class SystemMessageTests : SessionTest
{
    [Fact]
    public async Task A_system_message_shows_its_label_and_tells_the_agent_its_content()
    {
        var session = Session();

        var answer = session.AddSystemMessageAsync(ChatSystemIcon.Check, "Plan approved", "Approved. Please proceed with the plan.");
        var call = await Wire.Next(PostMessage);

        call.Body.Should().Be("""{"content":"Approved. Please proceed with the plan."}""");
        session.Messages[0].Should().BeEquivalentTo(new
        {
            Role = ChatSessionRole.System,
            SystemMessage = new ChatSystemMessage("check", "Plan approved"),
            Content = "Approved. Please proceed with the plan.",
            IsComplete = true,
        });
        await call.Events(Meta + Token("On it.") + Done("On it."));
        (await answer.Soon())!.Content.Should().Be("On it.");
        session.Messages.Should().HaveCount(2);
    }

    [Fact]
    public async Task Without_a_content_the_agent_is_told_the_label()
    {
        _ = Session().AddSystemMessageAsync("🎉", "Order shipped");

        (await Wire.Next(PostMessage)).Body.Should().Contain("Order shipped");
    }

    [Fact]
    public async Task A_message_that_is_only_shown_sends_nothing_and_may_come_while_the_agent_answers()
    {
        var session = Session();
        (await session.AddSystemMessageAsync(ChatSystemIcon.Info, "Welcome", sendToAgent: false)).Should().BeNull();
        var (answer, call) = await Send(session);

        (await session.AddSystemMessageAsync(ChatSystemIcon.Info, "Memory saved", sendToAgent: false)).Should().BeNull();
        await call.Events(Meta + Token("Hi.") + Done("Hi."));
        await answer.Soon();

        session.Messages.Select(message => message.SystemMessage?.Label ?? message.Content).Should().Equal("Welcome", "Hello!", "Hi.", "Memory saved");
        Wire.Lines.Should().Equal(PostMessage);
    }

    [Theory]
    [InlineData("check", "✓")]
    [InlineData("tool", "🔧")]
    [InlineData("info", "ℹ")]
    [InlineData("error", "✕")]
    [InlineData("🎉", "🎉")]
    public void The_built_in_icons_have_characters_and_every_other_text_is_itself(string icon, string shown) => ChatSystemIcon.ToText(icon).Should().Be(shown);
}
