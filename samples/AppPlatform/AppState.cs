namespace AppPlatform;

/// <summary>An app's state in the words that the pages show. The pages poll it.</summary>
/// <param name="Id">The app's id.</param>
/// <param name="Status">The name of its status.</param>
/// <param name="Label">The status in words.</param>
/// <param name="Reason">Why its computer could not be set up; empty if it could.</param>
/// <param name="AgentId">Its agent; null for none.</param>
/// <param name="CanRunTests">Whether its tests can be run now.</param>
/// <param name="CanSetUpAgain">Whether its computer can be set up again.</param>
/// <param name="Outcome">The outcome of its last run; empty for none.</param>
/// <param name="LastRun">The outcome of its last run in words.</param>
/// <param name="Webhooks">The webhooks about it.</param>
internal sealed record AppState(
    Guid Id,
    string Status,
    string Label,
    string Reason,
    string? AgentId,
    bool CanRunTests,
    bool CanSetUpAgain,
    string Outcome,
    string LastRun,
    IEnumerable<AppState.Webhook> Webhooks)
{
    public static AppState Of(PlatformApp app) => new(
        app.Id,
        Wording.Name(app.Status),
        Wording.Label(app),
        Wording.Reason(app),
        app.AgentId,
        app.CanRunTests,
        app.CanSetUpAgain,
        app.LastRun is { } run && !app.IsTesting ? Wording.Name(run.Outcome) : "",
        Wording.LastRun(app),
        app.Webhooks.Select(webhook => new Webhook(webhook.Event, webhook.Meaning, Wording.Machine(webhook.At), Wording.Time(webhook.At))));

    internal sealed record Webhook(string Event, string Meaning, string At, string Time);
}
