using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>How a turn of a chat ended: one of the five records within. Only <see cref="Answered"/> is an answer.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Stopped), "stopped")]
[JsonDerivedType(typeof(RequiresAction), "requires_action")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Unknown), "unknown")]
public abstract record ChatOutcome
{
    private ChatOutcome()
    {
    }

    /// <summary>The agent has answered, and the service has stored the answer.</summary>
    public sealed record Answered : ChatOutcome;

    /// <summary>The turn was stopped early; the text is what had come until then.</summary>
    public sealed record Stopped : ChatOutcome;

    /// <summary>The agent waits for results of tools, which <see cref="ChatResult.PendingToolCalls"/> names.</summary>
    public sealed record RequiresAction : ChatOutcome;

    /// <summary>The turn failed.</summary>
    /// <param name="Code">The service's machine-readable code; null if there is none.</param>
    /// <param name="Detail">The service's explanation for people; null if there is none.</param>
    public sealed record Failed(string? Code, string? Detail) : ChatOutcome;

    /// <summary>Nobody knows how the turn ended: the service lost it, or did not say. The agent may have done all, some or nothing of its work.</summary>
    public sealed record Unknown : ChatOutcome;
}
