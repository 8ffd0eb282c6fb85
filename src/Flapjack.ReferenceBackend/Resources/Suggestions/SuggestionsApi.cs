using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using LocalComputers.Storage;
using Microsoft.AspNetCore.Http;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.Suggestions;

/// <summary>How an agent could be better. Whoever calls makes the suggestions; the backend has none of its own.</summary>
internal sealed class SuggestionsApi(AgentRoutes agentRoutes, OrgTable<SuggestionDocument> suggestions) : IResource
{
    private const string Path = "/api/agents/{agentId}/suggestions";

    public static OrgTable<SuggestionDocument> TableOf(Store store, TimeProvider clock) => new(
        store, "suggestions", "suggestion", clock, new Dictionary<string, Func<SuggestionDocument, object?>> { ["agent_id"] = suggestion => suggestion.AgentId });

    public void Map(Routes routes)
    {
        var agents = agentRoutes.Of(routes.AnyKey());
        agents.Get(Path, call => suggestions.List(call.Agent.OrgId, only: ("agent_id", call.Agent.Id)).Select(suggestion => suggestion.ToJson()));
        agents.Post(Path, SuggestionBody.Create, (call, content) => Add(call.Agent, content).ToJson(), StatusCodes.Status201Created);
        agents.Put(Path, SuggestionBody.Dismissal, (call, body) => Dismiss(call.Agent, body.SuggestionId, body.Dismissed).ToJson());
    }

    private OrgRow<SuggestionDocument> Add(AgentRecord agent, string content) =>
        suggestions.Add(agent.OrgId, new() { AgentId = agent.Id, Content = content }, new OrgReference("agents", "agent", agent.Id));

    private OrgRow<SuggestionDocument> Dismiss(AgentRecord agent, string id, bool dismissed) =>
        suggestions.Find(agent.OrgId, id).Document.AgentId == agent.Id
            ? suggestions.Change(agent.OrgId, id, new() { ["dismissed"] = dismissed })
            : throw Refusal.NotFound($"The agent '{agent.Id}' has no suggestion '{id}'.");
}
