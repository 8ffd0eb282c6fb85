using Flapjack.Sdk;

namespace AppPlatform;

/// <summary>An app of this platform, at one moment.</summary>
/// <param name="Id">Its id here, and as <c>externalAppId</c> its name at Flapjack.</param>
/// <param name="Name">The name that its user gave it.</param>
/// <param name="Template">The template that its computer is set up from.</param>
/// <param name="CreatedAt">When the app was created.</param>
public sealed record PlatformApp(Guid Id, string Name, ComputerTemplate Template, DateTimeOffset CreatedAt)
{
    public const int LongestName = 80;

    /// <summary>The agent that belongs to it; null until Flapjack has answered, and after the agent was deleted.</summary>
    public string? AgentId { get; init; }

    public AppStatus Status { get; init; }

    /// <summary>The exit code of its bootstrap; null while the bootstrap runs, and when it failed before any step had run.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why its computer could not be set up, as far as Flapjack says; null if the setup did not fail, or nothing is known.</summary>
    public string? Failure { get; init; }

    /// <summary>The bootstrap run that its computer comes from; null until Flapjack has named it.</summary>
    public string? BootstrapRunId { get; init; }

    /// <summary>The bootstrap runs before the current run. A webhook about them may still come.</summary>
    public IReadOnlyList<string> EarlierRuns { get; init; } = [];

    /// <summary>When the newest of its webhooks happened, by Flapjack's clock; null while none has come.</summary>
    public DateTimeOffset? NewestWebhookAt { get; init; }

    /// <summary>Whether its tests are running.</summary>
    public bool IsTesting { get; init; }

    public TestRun? LastRun { get; init; }

    /// <summary>The webhooks about it, oldest first.</summary>
    public IReadOnlyList<ReceivedWebhook> Webhooks { get; init; } = [];

    public bool CanRunTests => Status == AppStatus.Ready && AgentId is not null && !IsTesting;

    /// <summary>Whether asking Flapjack again may help: with the same external app id, the same agent gets a new computer.</summary>
    public bool CanSetUpAgain => Status is AppStatus.Failed or AppStatus.Gone;

    /// <summary>The app while its computer is set up anew.</summary>
    public PlatformApp BeingSetUpAgain() => this with
    {
        Status = AppStatus.Provisioning,
        ExitCode = null,
        Failure = null,
        BootstrapRunId = null,
        EarlierRuns = BootstrapRunId is null ? EarlierRuns : [.. EarlierRuns, BootstrapRunId],
    };

    /// <summary>Whether a webhook is about an earlier bootstrap, or is older than a webhook that has come before. Flapjack promises no order.</summary>
    public bool IsPast(ComputerWebhookPayload webhook) =>
        (webhook.BootstrapRunId is { } run && EarlierRuns.Contains(run)) || webhook.OccurredAt < NewestWebhookAt;
}
