using System.Text.Json;

namespace Flapjack.ReferenceBackend.Chat.Turns;

/// <summary>What a turn has to know of its thread.</summary>
/// <param name="Id">The thread.</param>
/// <param name="OrgId">The organization.</param>
/// <param name="AgentId">The agent that answers.</param>
internal sealed record TurnThread(string Id, string OrgId, string AgentId)
{
    /// <summary>What the agent is told in this thread besides its own system prompt; null for nothing.</summary>
    public string? SystemPromptOverlay { get; init; }

    /// <summary>What the thread is about.</summary>
    public IReadOnlyList<JsonElement> ResourceBindings { get; init; } = [];

    /// <summary>Whether several people write in it. The model is then told who wrote what.</summary>
    public bool HasParticipants { get; init; }
}
