using Flapjack.ReferenceBackend.Agents;
using Flapjack.ReferenceBackend.Api.Bodies;
using Flapjack.ReferenceBackend.Words;
using Flapjack.Sdk;
using LocalComputers.Computers;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>The computer that an agent is configured to use, and the record of the computer that it has.</summary>
internal sealed class ComputerConfigApi(AgentRoutes agentRoutes, ComputerConfigService configs) : IResource
{
    public void Map(Routes routes)
    {
        var agents = agentRoutes.Of(routes.Scope(FlapjackScopes.SandboxAdmin));
        agents.Get("/api/agents/{agentId}/computer", configs.Get);
        agents.Put("/api/agents/{agentId}/computer", ComputerConfigBody.Read, configs.Update);
        agents.Get("/api/agents/{agentId}/computer-instances", InstancesOf);
    }

    private static Instance[] InstancesOf(AgentCall call) => call.Computer is { MadeId: not null } computer ? [Instance.Of(computer)] : [];

    /// <summary>The record of a computer that this backend, as its provider, has.</summary>
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
