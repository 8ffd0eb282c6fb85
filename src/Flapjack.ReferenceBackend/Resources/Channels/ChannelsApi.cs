using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Secrets;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Channels;

/// <summary>The channels of an agent. This backend connects to no messenger: each answer says so, and a channel has no contacts.</summary>
internal sealed class ChannelsApi(AgentRoutes agentRoutes, OrgTable<ChannelDocument> channels, SecretCipher secrets) : IResource
{
    private const string All = "/api/agents/{agentId}/channels";
    private const string One = All + "/{channelId}";
    private const string Purpose = "channels.credentials";

    private const string NotConnected = "Not available locally: this backend connects to no messenger, so the agent gets no messages on this channel.";

    public static OrgTable<ChannelDocument> TableOf(Store store, TimeProvider clock) =>
        new(store, "channels", "channel", clock, new Dictionary<string, Func<ChannelDocument, object?>> { ["agent_id"] = channel => channel.AgentId });

    public void Map(Routes routes)
    {
        var agents = agentRoutes.Of(routes.AnyKey());
        agents.Get(All, call => channels.List(call.Agent.OrgId, only: ("agent_id", call.Agent.Id)).Select(Shown));
        agents.Post(All, ChannelBody.Create, (call, body) => Shown(Add(call.Agent, body)), StatusCodes.Status201Created);

        var one = routes.AnyKey().For(call => Find(agentRoutes.Find(call).Agent, call["channelId"]));
        one.Patch(One, ChannelBody.Patch, (channel, patch) => Shown(Change(channel, patch)));
        one.Delete(One, channel => channels.Remove(channel.OrgId, channel.Id));
        one.Get(One + "/contacts", _ => Array.Empty<object>());
    }

    private OrgRow<ChannelDocument> Add(AgentRecord agent, ChannelBody body) => channels.Add(
        agent.OrgId,
        new()
        {
            AgentId = agent.Id,
            Adapter = body.Adapter,
            Name = body.Name,
            Enabled = body.Enabled,
            EncryptedCredentials = body.Credentials is { } credentials ? secrets.Protect(Purpose, credentials.GetRawText()) : null,
        },
        new OrgReference("agents", "agent", agent.Id));

    private OrgRow<ChannelDocument> Change(OrgRow<ChannelDocument> channel, JsonObject patch)
    {
        if (patch["credentials"] is { } credentials)
        {
            patch.Remove("credentials");
            patch[ChannelDocument.Encrypted] = secrets.Protect(Purpose, credentials.ToJsonString());
        }

        return channels.Change(channel.OrgId, channel.Id, patch);
    }

    private OrgRow<ChannelDocument> Find(AgentRecord agent, string id)
    {
        var channel = channels.Find(agent.OrgId, id);
        return channel.Document.AgentId == agent.Id ? channel : throw Refusal.NotFound($"The agent '{agent.Id}' has no channel '{id}'.");
    }

    private static JsonObject Shown(OrgRow<ChannelDocument> channel)
    {
        var json = channel.ToJson();
        json.Remove(ChannelDocument.Encrypted);
        json["has_credentials"] = channel.Document.EncryptedCredentials is not null;
        json["unavailable_reason"] = NotConnected;
        return json;
    }
}
