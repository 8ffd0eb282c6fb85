using Flapjack.ReferenceBackend.Words;
using Flapjack.Sdk;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Agents;

/// <summary>The kind of computer that each agent is configured to use. The backend keeps and shows it; the computer itself does not change with it.</summary>
internal sealed class ComputerConfigService(ComputerConfigStore configs, AgentService agents)
{
    /// <summary>What an agent without a computer is configured to use. The contract calls this provider the default; what goes with it is ours.</summary>
    public static ComputerConfig WithoutComputer => new()
    {
        Enabled = false,
        Provider = ComputerProvider.Tensorlake,
        Mode = ComputerMode.Ephemeral,
        Scope = ComputerScope.Thread,
        SizeClass = ComputerWords.SizeClassOf(Sizes.Default),
    };

    public ComputerConfig Get(AgentCall call) => Get(call.Agent.Id, call.Computer);

    /// <summary>The same for an agent that no request is about.</summary>
    public ComputerConfig Get(string agentId) => Get(agentId, agents.ComputerOf(agentId));

    /// <summary>Stores what an agent without a computer is configured to use, unless that was changed: the agent is about to get a computer, which must not change it.</summary>
    public static void Keep(StoreSession db, string agentId) => ComputerConfigStore.Keep(db, agentId, WithoutComputer);

    /// <summary>
    /// The same for every agent of an organization, with two looks into the store, however many agents there are. The computers themselves are not asked, because
    /// a list must not take them up. The function finds the configuration of an agent by its id.
    /// </summary>
    public Func<string, ComputerConfig> InOrg(string orgId)
    {
        var created = configs.CreatedInOrg(orgId);
        var changed = configs.InOrg(orgId);
        return agentId => changed.GetValueOrDefault(agentId) ?? (created.TryGetValue(agentId, out var size) ? AsCreated(size) : WithoutComputer);
    }

    /// <summary>Changes the fields that are set, and leaves the others as they are.</summary>
    /// <exception cref="Refusal">400: the fields contradict each other; 404: the agent was deleted meanwhile.</exception>
    public ComputerConfig Update(AgentCall call, ComputerConfig change)
    {
        // The computer is asked before the store's lock is taken, because a computer uses the store while it holds its own lock.
        var asCreated = AsCreated(call.Computer);
        return configs.Change(call.Agent.Id, stored => Check(Merge(stored ?? asCreated, change))) ?? throw AgentService.NoSuchAgent(call.Agent.Id);
    }

    private ComputerConfig Get(string agentId, Computer? computer) => configs.Find(agentId) ?? AsCreated(computer);

    private static ComputerConfig AsCreated(Computer? computer) => computer is null ? WithoutComputer : AsCreated(computer.Size ?? Sizes.Default);

    private static ComputerConfig AsCreated(Size size) => new()
    {
        Enabled = true,
        Provider = ComputerProvider.Heyvm,
        Mode = ComputerMode.Persistent,
        Scope = ComputerScope.Agent,
        SizeClass = ComputerWords.SizeClassOf(size),
    };

    private static ComputerConfig Merge(ComputerConfig config, ComputerConfig change) => new()
    {
        Enabled = change.Enabled ?? config.Enabled,
        Provider = change.Provider ?? config.Provider,
        Mode = change.Mode ?? config.Mode,
        Scope = change.Scope ?? config.Scope,
        SizeClass = change.SizeClass ?? config.SizeClass,
    };

    private static ComputerConfig Check(ComputerConfig config) => config.Mode == ComputerMode.Ephemeral || config.Provider == ComputerProvider.Heyvm
        ? config
        : throw Refusal.Invalid("INVALID_COMPUTER_CONFIG", $"mode {config.Mode} needs the provider heyvm; with {config.Provider} it must be ephemeral.");
}
