using System.Text.Json;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Resources.Channels;

public sealed class ChannelsTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    [Fact]
    public async Task A_channel_is_created_changed_listed_and_deleted()
    {
        var client = computer.Client;
        var body = JsonElement.Parse("""{"adapter":"telegram","name":"Bot","credentials":{"token":"123:abc"}}""");

        var created = await client.CreateChannelAsync(computer.AgentId, body, Limit.Token);
        var changed = await client.UpdateChannelAsync(computer.AgentId, created.Id, JsonElement.Parse("""{"enabled":false}"""), Limit.Token);
        var listed = await client.ListChannelsAsync(computer.AgentId, Limit.Token);
        var contacts = await client.ListChannelContactsAsync(computer.AgentId, created.Id, Limit.Token);
        await client.DeleteChannelAsync(computer.AgentId, created.Id, Limit.Token);

        created.AdditionalProperties!.Keys.Should().Contain("has_credentials").And.NotContain("credentials");
        (changed.Id, changed.AdditionalProperties!["name"].GetString(), changed.AdditionalProperties["enabled"].GetBoolean()).Should().Be((created.Id, "Bot", false));
        listed.Should().ContainSingle().Which.Id.Should().Be(created.Id);
        contacts.Should().BeEmpty();
        (await client.ListChannelsAsync(computer.AgentId, Limit.Token)).Should().BeEmpty();
    }

    [Fact]
    public async Task An_unknown_channel_is_not_found()
    {
        var delete = () => computer.Client.DeleteChannelAsync(computer.AgentId, Guid.NewGuid().ToString(), Limit.Token);

        await delete.Should().ThrowAsync<FlapjackNotFoundException>();
    }
}
