using Flapjack.ReferenceBackend.Agents.Config;
using Flapjack.ReferenceBackend.Chat.Tools;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Memory;

/// <summary>What an agent may remember in one turn.</summary>
internal sealed record TurnMemory
{
    /// <summary>How many resources of a turn have a memory: the first of them. The limit is ours.</summary>
    public const int MaxResources = 8;

    /// <summary>How long a resource may be, as JSON, to have a memory. The limit is ours.</summary>
    public const int MaxResourceLength = 4_096;

    private TurnMemory()
    {
    }

    /// <summary>The agent's settings with the message's overrides.</summary>
    public required MemorySettings Settings { get; init; }

    /// <summary>
    /// How many memories the agent keeps when one is added. What a message overrides holds for its turn only, so a lower limit of a message removes nothing
    /// that the agent's own settings keep.
    /// </summary>
    public int MaxKept { get; private init; }

    /// <summary>Where a memory can be stored and found in this turn; none if the agent remembers nothing.</summary>
    public IReadOnlyList<MemoryScope> Scopes { get; private init; } = [];

    /// <summary>Why there is no memory in this turn, if the message's overrides can't be read; null otherwise.</summary>
    public string? Fault { get; private init; }

    public static TurnMemory Of(AgentConfigStore configs, TurnScope turn)
    {
        try
        {
            var configured = configs.Get<MemorySettings>(turn.AgentId);
            var settings = turn.Overrides.Memory is { } sent ? configs.Get<MemorySettings>(turn.AgentId, MemoryFields.Read(new(sent))) : configured;
            return new() { Settings = settings, MaxKept = Math.Max(settings.MaxMemories, configured.MaxMemories), Scopes = settings.Enabled ? [.. ScopesOf(settings, turn)] : [] };
        }
        catch (Refusal refusal)
        {
            return new() { Settings = new(), Fault = $"memoryOverrides: {refusal.Message}" };
        }
    }

    private static IEnumerable<MemoryScope> ScopesOf(MemorySettings settings, TurnScope turn)
    {
        if (settings.AgentScope)
        {
            yield return MemoryScope.OfAgent(turn.AgentId);
        }

        if (settings.ThreadScope)
        {
            yield return MemoryScope.OfThread(turn.AgentId, turn.ThreadId);
        }

        if (settings.ResourceScope)
        {
            foreach (var binding in turn.ResourceBindings.Select(CanonicalJson.Of).Distinct().Where(binding => binding.Length <= MaxResourceLength).Take(MaxResources))
            {
                yield return MemoryScope.OfResource(turn.AgentId, binding);
            }
        }
    }
}
