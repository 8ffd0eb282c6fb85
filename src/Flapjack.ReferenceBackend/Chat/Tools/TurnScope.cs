using System.Text.Json;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Whom and what a turn is about.</summary>
internal sealed record TurnScope
{
    public required string OrgId { get; init; }

    /// <summary>The agent that answers; the runner, if a step of a run names no agent.</summary>
    public required string AgentId { get; init; }

    /// <summary>The runner in whose run the agent answers; null for a chat. What is attached to the runner counts beside what is attached to the agent.</summary>
    public string? RunnerId { get; init; }

    public required string ThreadId { get; init; }

    public required string TurnId { get; init; }

    /// <summary>Who asks, for the audit log of the agent's computer.</summary>
    public required Actor Actor { get; init; }

    /// <summary>The app's own id of the person who wrote; null if nobody said.</summary>
    public string? SenderId { get; init; }

    /// <summary>What the person wrote last; empty if the turn goes on with the results of tools.</summary>
    public string Text { get; init; } = "";

    /// <summary>The resources that the turn is about: those of the message or, if it names none, those of the thread.</summary>
    public IReadOnlyList<JsonElement> ResourceBindings { get; init; } = [];

    /// <summary>What the message changes of the agent's configurations, for this turn.</summary>
    public ChatOverrides Overrides { get; init; } = new();
}
