using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Threads;

public sealed class ThreadsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_thread_is_created_with_an_agent_alone()
    {
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId, Limit.Token);

        (thread.AgentId, thread.OrgId, thread.Title, thread.ActiveProfile).Should().Be((computer.AgentId, computer.Backend.OrgId, null, null));
        thread.Id.Should().NotBeEmpty();
        thread.CreatedAt.Should().NotBeNull();
        thread.AdditionalProperties!["kind"].GetString().Should().Be("single");
    }

    [Fact]
    public async Task A_thread_is_created_with_everything()
    {
        var thread = await computer.Client.CreateThreadAsync(
            new()
            {
                AgentId = computer.AgentId,
                Title = "Order 123",
                Kind = ThreadKind.Multiplayer,
                ResourceBindings = [JsonElement.Parse("""{"type":"order"}""")],
                ActiveProfile = "shop",
                SystemPromptOverlay = ["Be short.", "Be kind."],
            },
            Limit.Token);

        (thread.Title, thread.ActiveProfile).Should().Be(("Order 123", "shop"));
        thread.AdditionalProperties!["kind"].GetString().Should().Be("multiplayer");
        thread.AdditionalProperties["resource_bindings"].GetRawText().Should().Be("""[{"type":"order"}]""");
        thread.AdditionalProperties["system_prompt_overlay"].GetString().Should().Be("Be short.\n\nBe kind.");
    }

    [Fact]
    public async Task A_thread_is_changed_and_its_profile_switched()
    {
        var created = await computer.Client.CreateThreadAsync(new() { AgentId = computer.AgentId, Title = "Old", SystemPromptOverlay = "Be short." }, Limit.Token);

        var renamed = await computer.Client.UpdateThreadAsync(created.Id, new() { Title = "New", SystemPromptOverlay = null }, Limit.Token);
        var switched = await computer.Client.SwitchProfileAsync(created.Id, "shop", Limit.Token);
        var without = await computer.Client.SwitchProfileAsync(created.Id, null, Limit.Token);
        await computer.Client.StopThreadAsync(created.Id, Limit.Token);

        renamed.Title.Should().Be("New");
        renamed.AdditionalProperties!["system_prompt_overlay"].ValueKind.Should().Be(JsonValueKind.Null);
        (switched.Title, switched.ActiveProfile, without.ActiveProfile).Should().Be(("New", "shop", null));
    }

    [Fact]
    public async Task Participants_come_and_go()
    {
        var thread = await computer.Client.CreateThreadAsync(new() { AgentId = computer.AgentId, Kind = ThreadKind.Multiplayer }, Limit.Token);
        var ada = JsonElement.Parse("""{"userId":"ada"}""");

        await computer.Client.AddThreadParticipantAsync(thread.Id, ada, Limit.Token);
        var there = await computer.Client.ListThreadParticipantsAsync(thread.Id, Limit.Token);
        await computer.Client.RemoveThreadParticipantAsync(thread.Id, ada, Limit.Token);

        there.Select(participant => participant.GetProperty("user_id").GetString()).Should().Equal("ada");
        (await computer.Client.ListThreadParticipantsAsync(thread.Id, Limit.Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task The_computer_of_a_thread_is_what_was_put()
    {
        var thread = await computer.Client.CreateThreadAsync(computer.AgentId, Limit.Token);

        var put = await computer.Client.UpdateThreadComputerAsync(thread.Id, JsonElement.Parse("""{"enabled":true}"""), Limit.Token);
        var read = await computer.Client.GetThreadComputerAsync(thread.Id, Limit.Token);

        put.GetRawText().Should().Be("""{"enabled":true}""").And.Be(read.GetRawText());
    }

    [Fact]
    public async Task A_thread_of_an_unknown_agent_is_not_found()
    {
        var create = () => computer.Client.CreateThreadAsync(Guid.NewGuid().ToString(), Limit.Token);

        await create.Should().ThrowAsync<FlapjackNotFoundException>();
    }
}
