using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Words;
using Flapjack.Sdk;
using LocalComputers.Computers;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>What kind of computer an agent is configured to use, and the record of the one that it has.</summary>
internal sealed class ComputerConfigApi(AgentRoutes agentRoutes, ComputerConfigService configs) : IResource
{
    public void Map(Routes routes)
    {
        var gated = routes.Scope(FlapjackScopes.SandboxAdmin);
        gated.Get("/api/agents/{agentId}/computer", agentRoutes.For(GetAsync));
        gated.Put("/api/agents/{agentId}/computer", agentRoutes.For(PutAsync));
        gated.Get("/api/agents/{agentId}/computer-instances", agentRoutes.For(InstancesAsync));
    }

    private Task GetAsync(HttpContext context, AgentCall call) => context.WriteJsonAsync(HttpContextJson.ToJson(configs.Get(call)));

    private async Task PutAsync(HttpContext context, AgentCall call)
    {
        var change = ComputerConfigBody.Read(await BodyReader.ReadAsync(context).ConfigureAwait(false));
        await context.WriteJsonAsync(HttpContextJson.ToJson(configs.Update(call, change))).ConfigureAwait(false);
    }

    private Task InstancesAsync(HttpContext context, AgentCall call)
    {
        var instances = new JsonArray();
        if (call.Computer is { MadeId: not null } computer)
        {
            instances.Add((JsonNode)HttpContextJson.ToJson(Instance.Of(computer)));
        }

        return context.WriteJsonListAsync(instances);
    }

    /// <summary>The record that this backend, as the provider, has of a computer.</summary>
    private sealed record Instance(
        string Id, string AgentId, string Provider, ComputerLifecycleStatus? Status, ComputerSizeClass? SizeClass, string? BootstrapRunId, DateTimeOffset? LastUsedAt)
    {
        public static Instance Of(Computer computer)
        {
            var facts = computer.Facts;
            return new(
                computer.Id,
                computer.AgentId,
                "local",
                ComputerWords.StatusOf(facts.Phase),
                computer.Size is { } size ? ComputerWords.SizeClassOf(size) : null,
                facts.BootstrapRunId,
                facts.LastUsedAt);
        }
    }
}
