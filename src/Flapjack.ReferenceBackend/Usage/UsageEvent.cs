namespace Flapjack.ReferenceBackend.Usage;

/// <summary>What one turn of an agent, or one step of a run, has used.</summary>
/// <param name="OrgId">The organization.</param>
/// <param name="At">When the turn or the step ended.</param>
/// <param name="Model">The model that answered.</param>
internal sealed record UsageEvent(string OrgId, DateTimeOffset At, string Model)
{
    /// <summary>The agent that answered; null for a step without an agent.</summary>
    public string? AgentId { get; init; }

    /// <summary>The runner; null for a turn of a chat.</summary>
    public string? RunnerId { get; init; }

    /// <summary>The run; null for a turn of a chat.</summary>
    public string? RunId { get; init; }

    /// <summary>The thread; null for a step of a run.</summary>
    public string? ThreadId { get; init; }

    public string? SessionId { get; init; }

    /// <summary>Who asked; null if nobody said.</summary>
    public string? UserId { get; init; }

    /// <summary>Whose key paid for the model: <c>platform</c> or <c>byok</c>.</summary>
    public string CredentialSource { get; init; } = KeySource.Platform;

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    public long CacheReadTokens { get; init; }

    public long CacheWriteTokens { get; init; }

    /// <summary>The cost in US dollars. It is kept in billionths of a dollar, so that sums are exact.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>How long the answer took, in milliseconds.</summary>
    public long DurationMs { get; init; }
}
