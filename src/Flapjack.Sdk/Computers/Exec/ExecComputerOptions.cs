namespace Flapjack.Sdk;

/// <summary>A command to run on a computer.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
public record ExecComputerOptions
{
    /// <summary>The shell command; it runs as <c>bash -lc</c> and may have many lines. Required, not blank.</summary>
    public required string Command { get; init; }

    /// <summary>
    /// How long the command may run before the service kills it; it is sent in whole seconds, rounded up.
    /// More than zero; null for the service's default. The reference backend's default is 120 s, its maximum an hour.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Where the command runs, for example <c>/workspace/app</c>; null for the service's default.
    /// </summary>
    public string? WorkingDir { get; init; }

    /// <summary>
    /// Whether a computer that can't run commands yet is waited for, as by <see cref="FlapjackClient.WaitUntilComputerReadyAsync"/>; default
    /// false, and the command is refused with a <see cref="ComputerNotReadyException"/>. The command is sent first, and again after each wait,
    /// for <see cref="FlapjackClientOptions.ReadyTimeout"/> from the first refusal on: on a computer that is ready this costs nothing.
    /// A computer whose bootstrap failed is a <see cref="ComputerBootstrapFailedException"/>. Never sent to the service.
    /// </summary>
    public bool WaitForReady { get; init; }
}
