using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Auth;
using Flapjack.ReferenceBackend.Computers;
using Flapjack.Sdk;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>What kind of computer an agent is configured to use, and the record of the one that it has.</summary>
internal sealed class ComputerConfigApi(KeyRing keys, AgentService agents, ComputerConfigService configs, ComputerRegistry computers)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/agents/{agentId}/computer", GetAsync);
        routes.MapPut("/api/agents/{agentId}/computer", PutAsync);
        routes.MapGet("/api/agents/{agentId}/computer-instances", InstancesAsync);
    }

    private Task GetAsync(HttpContext context, string agentId) => context.WriteJsonAsync(HttpContextJson.ToJson(configs.Get(Find(context, agentId))));

    private async Task PutAsync(HttpContext context, string agentId)
    {
        var agent = Find(context, agentId);
        var change = ComputerConfigBody.Read(await JsonBody.ReadAsync(context).ConfigureAwait(false));
        await context.WriteJsonAsync(HttpContextJson.ToJson(configs.Update(agent, change))).ConfigureAwait(false);
    }

    private Task InstancesAsync(HttpContext context, string agentId)
    {
        var agent = Find(context, agentId);
        var instances = new JsonArray();
        if (computers.Find(agent.Id) is { MadeId: not null } computer)
        {
            instances.Add((JsonNode)HttpContextJson.ToJson(Instance.Of(computer)));
        }

        return context.WriteJsonListAsync(instances);
    }

    private AgentRecord Find(HttpContext context, string agentId)
    {
        var caller = keys.Authenticate(context.Request);
        caller.Require(FlapjackScopes.SandboxAdmin);
        return agents.Find(caller, agentId);
    }

    /// <summary>The record that this backend, as the provider, has of a computer.</summary>
    private sealed record Instance(
        string Id, string AgentId, string Provider, ComputerLifecycleStatus? Status, ComputerSizeClass? SizeClass, string? BootstrapRunId, DateTimeOffset? LastUsedAt)
    {
        public static Instance Of(Computer computer)
        {
            var state = computer.State;
            return new(computer.Id, computer.AgentId, "local", state.Status, computer.SizeClass, state.BootstrapRunId, state.LastUsedAt);
        }
    }
}
