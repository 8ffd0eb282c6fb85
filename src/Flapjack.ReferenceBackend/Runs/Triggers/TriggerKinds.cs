using Flapjack.ReferenceBackend.Orgs;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>The kinds of triggers, and which of them a local backend fires.</summary>
internal static class TriggerKinds
{
    public const string Manual = "manual";
    public const string Api = "api";
    public const string Cron = "cron";
    public const string Webhook = "webhook";
    public const string Poll = "poll";
    public const string BulkImport = "bulk_import";
    public const string Button = "button";

    /// <summary>Every kind that the contract names.</summary>
    public static IReadOnlyList<string> All { get; } = [Manual, Api, Cron, Webhook, Poll, BulkImport, Button];

    /// <exception cref="Refusal">422: no document says what a trigger of this kind does, so the backend only stores it.</exception>
    public static void RequireAvailable(OrgRow<RunnerTriggerDocument> trigger)
    {
        var advice = trigger.Document.Kind switch
        {
            Poll => "add a trigger of the kind cron, and let the first step of the runner ask for what is new",
            BulkImport => "start one run for each row with POST /api/runners/{runnerId}/runs, and put the row into input",
            Button => "let your button call POST /api/runners/{runnerId}/runs, or fire a trigger of the kind manual",
            _ => null,
        };
        if (advice is not null)
        {
            throw new Refusal(
                RefusalKind.Contradiction,
                "TRIGGER_NOT_AVAILABLE",
                $"The trigger '{trigger.Id}' is of the kind {trigger.Document.Kind}, which a local backend stores and never fires. Instead, {advice}.");
        }
    }
}
