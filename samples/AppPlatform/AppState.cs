namespace AppPlatform;

/// <summary>What the pages ask for again and again: an app's state in the words that they show.</summary>
/// <param name="Id">The app's id.</param>
/// <param name="Status">Its status, as it is named in the page.</param>
/// <param name="Label">The same for people.</param>
/// <param name="Reason">Why its computer could not be set up; empty where it could.</param>
/// <param name="AgentId">Its agent; null for none.</param>
/// <param name="CanRunTests">Whether its tests can be run now.</param>
/// <param name="CanSetUpAgain">Whether its computer can be set up again.</param>
/// <param name="Outcome">The outcome of its last run; empty for none.</param>
/// <param name="LastRun">The same for people.</param>
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
