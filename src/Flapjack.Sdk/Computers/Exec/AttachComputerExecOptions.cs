namespace Flapjack.Sdk;

/// <summary>A command that was started before, and how its events are read.</summary>
/// <remarks><c>GET /api/agents/{agentId}/computer/exec/{execId}</c></remarks>
public record AttachComputerExecOptions
{
    /// <summary>The command's id, from <see cref="ExecStartedEvent.ExecId"/>. Required, not blank.</summary>
    public required string ExecId { get; init; }

    /// <summary>
    /// The <see cref="ComputerExecEvent.EventId"/> of the last event that the caller has; the events behind it follow, none twice and none missing.
    /// Null, the default, for all of them.
    /// </summary>
    public string? After { get; init; }

    /// <summary>
    /// Whether the events of output are lent to you instead of made for you, as <see cref="ExecComputerOptions.LendsOutput"/> describes it. The default
    /// is false. It is never sent to the service.
    /// </summary>
    public bool LendsOutput { get; init; }
}
