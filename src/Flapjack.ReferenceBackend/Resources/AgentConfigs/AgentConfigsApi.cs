using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Api;
using Flapjack.ReferenceBackend.Orgs;
using Shared.Hosting.Bodies;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Resources.AgentConfigs;

/// <summary>How an agent is configured, except for its computer. The backend keeps and shows it; chats and runs act on it.</summary>
internal sealed class AgentConfigsApi(AgentRoutes agentRoutes, AgentConfigStore configs, OrgTable<AgentDocument> agents) : IResource
{
    private const string InvalidConfig = "INVALID_CONFIG";

    public void Map(Routes routes)
    {
        var one = agentRoutes.Of(routes.AnyKey());
        MapTyped<MemorySettings>(one, MemoryFields.Read);
        MapTyped<CompactionSettings>(one, AgentConfigBody.Compaction);
        MapTyped<CredentialSettings>(one, AgentConfigBody.Credentials);
        foreach (var name in new[] { "web", "plan", "multiplayer", "delegated" })
        {
            MapUntyped(one, name);
        }

        one.Get("/api/agents/{agentId}/scheduled-tasks", call => ScheduledTasks(agents.Find(call.Agent.OrgId, call.Agent.Id)));
        one.Put(
            "/api/agents/{agentId}/scheduled-tasks",
            AgentConfigBody.ScheduledTasks,
            (call, patch) => ScheduledTasks(agents.Change(call.Agent.OrgId, call.Agent.Id, patch)));
    }

    private static string PathOf(string name) => "/api/agents/{agentId}/" + name;

    private static JsonObject ScheduledTasks(OrgRow<AgentDocument> agent) => new() { ["enabled"] = agent.Document.ScheduledTasksEnabled };

    private void MapTyped<T>(GatedRoutes<AgentCall> one, Func<BodyReader, JsonObject> read) where T : IAgentConfig
    {
        one.Get(PathOf(T.Name), call => configs.Get<T>(call.Agent.Id));
        one.Put(PathOf(T.Name), read, (call, patch) => configs.Change<T>(call.Agent.Id, patch));
    }

    // The fields are not documented, so nothing is known that could stay or have a default: a PUT replaces all of it.
    private void MapUntyped(GatedRoutes<AgentCall> one, string name)
    {
        one.Get(PathOf(name), call => configs.Get(call.Agent.Id, name));
        one.Put(PathOf(name), body => body.WholeBody(InvalidConfig), (call, config) => configs.Replace(call.Agent.Id, name, config));
    }
}
