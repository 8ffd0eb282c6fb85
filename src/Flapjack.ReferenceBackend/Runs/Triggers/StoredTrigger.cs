using Flapjack.ReferenceBackend.Orgs;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>A trigger of a runner as it is stored.</summary>
/// <param name="Row">The trigger itself.</param>
/// <param name="EncryptedSecret">The secret that its webhooks are signed with, encrypted; null for the kinds without webhooks.</param>
/// <param name="NextAt">The first occurrence of a cron trigger that has started no run yet; null for the other kinds, and if there is none.</param>
/// <param name="LastRunAt">When it last started a run; null if it never did.</param>
internal sealed record StoredTrigger(OrgRow<RunnerTriggerDocument> Row, string? EncryptedSecret, DateTimeOffset? NextAt, DateTimeOffset? LastRunAt)
{
    public string Id => Row.Id;

    public RunnerTriggerDocument Document => Row.Document;
}
