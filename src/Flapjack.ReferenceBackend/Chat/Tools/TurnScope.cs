using System.Text.Json;
using LocalComputers.Computers;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>Whom and what a turn is about.</summary>
internal sealed record TurnScope
{
    public required string OrgId { get; init; }

    public required string AgentId { get; init; }

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
