using System.Text.Json;
using Shared.Wire.Http;
using Shared.Wire.Json;

namespace Flapjack.Sdk;

public partial class FlapjackClient
{
    /// <summary>Lists the channels of an agent.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>All of them; empty when there is none.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/channels</c></remarks>
    public virtual Task<IReadOnlyList<AgentChannel>> ListChannelsAsync(string agentId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/channels", ChannelsJson.Default.IReadOnlyListAgentChannel, cancellationToken);

    /// <summary>Creates a channel, which connects an agent to Telegram, Slack or WhatsApp.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes <c>adapter</c>
    /// (<c>telegram</c>, <c>slack</c> or <c>whatsapp</c>), <c>name</c>, <c>enabled</c>, and <c>credentials</c>, an object that it never sends back.</param>
    /// <param name="cancellationToken">Ends the call; the channel may have been created.</param>
    /// <returns>The channel as it was created.</returns>
    /// <remarks><c>POST /api/agents/{agentId}/channels</c></remarks>
    public virtual Task<AgentChannel> CreateChannelAsync(string agentId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PostAsync($"/api/agents/{agentId}/channels", JsonBody.Of(request), ChannelsJson.Default.AgentChannel, cancellationToken);

    /// <summary>Changes a channel.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="channelId">The channel's id, a UUID.</param>
    /// <param name="request">The body, a JSON object. The service does not document its fields; the reference backend takes those of
    /// <see cref="CreateChannelAsync"/> except <c>adapter</c>, and leaves fields that are missing as they are.</param>
    /// <param name="cancellationToken">Ends the call; the channel may have been changed.</param>
    /// <returns>The channel as it is now.</returns>
    /// <remarks><c>PATCH /api/agents/{agentId}/channels/{channelId}</c></remarks>
    public virtual Task<AgentChannel> UpdateChannelAsync(string agentId, string channelId, JsonElement request, CancellationToken cancellationToken = default) =>
        Http.PatchAsync($"/api/agents/{agentId}/channels/{channelId}", JsonBody.Of(request), ChannelsJson.Default.AgentChannel, cancellationToken);

    /// <summary>Deletes a channel.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="channelId">The channel's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call; the channel may have been deleted.</param>
    /// <returns>When it is gone.</returns>
    /// <remarks><c>DELETE /api/agents/{agentId}/channels/{channelId}</c>. The reference backend deletes its credentials and its contacts with it.</remarks>
    public virtual Task DeleteChannelAsync(string agentId, string channelId, CancellationToken cancellationToken = default) =>
        Http.DeleteAsync($"/api/agents/{agentId}/channels/{channelId}", cancellationToken);

    /// <summary>Lists the people who have written to an agent on a channel.</summary>
    /// <param name="agentId">The agent's id, a UUID.</param>
    /// <param name="channelId">The channel's id, a UUID.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The contacts as the service sent them, because the service does not document their fields; empty when there is none.</returns>
    /// <remarks><c>GET /api/agents/{agentId}/channels/{channelId}/contacts</c></remarks>
    public virtual Task<IReadOnlyList<JsonElement>> ListChannelContactsAsync(
        string agentId, string channelId, CancellationToken cancellationToken = default) =>
        Http.GetAsync($"/api/agents/{agentId}/channels/{channelId}/contacts", BasicJson.Default.IReadOnlyListJsonElement, cancellationToken);
}
