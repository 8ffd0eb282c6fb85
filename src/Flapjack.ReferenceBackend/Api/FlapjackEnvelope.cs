using System.Text.Json.Nodes;
using LocalComputers.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Api;

/// <summary>Error answers as Flapjack documents them: <c>{"error": CODE, "detail": …}</c>.</summary>
internal static class FlapjackEnvelope
{
    /// <param name="refusal">The refusal.</param>
    /// <param name="status">The status of the answer.</param>
    public static JsonObject Of(Refusal refusal, int status)
    {
        var envelope = new JsonObject { ["error"] = refusal.Code ?? CodeOf(refusal.Kind, status) };
        if (refusal.Reason is not null)
        {
            envelope["reason"] = refusal.Reason;
        }

        envelope["detail"] = refusal.Message;
        if (refusal.Exit is not null)
        {
            envelope["exit"] = refusal.Exit.DeepClone();
        }

        return envelope;
    }

    /// <summary>What a failure of the store or of the disk means for a caller; null for every other exception.</summary>
    public static Refusal? RefusalOf(Exception failure) => failure switch
    {
        StoreException { IsFull: true } store => new(RefusalKind.NoRoom, "STORAGE_FULL", store.ForCallers),
        StoreException store => new(RefusalKind.Failed, "STORAGE_FAILED", store.ForCallers),
        IOException when StoreException.MeansFullDisk(failure) =>
            new(RefusalKind.NoRoom, "STORAGE_FULL", "The disk of the backend is full. Make room and try again; the backend's log names the place."),
        _ => null,
    };

    private static string CodeOf(RefusalKind kind, int status) => kind switch
    {
        RefusalKind.NotJson => "INVALID_JSON",
        RefusalKind.NotAnObject => "INVALID_BODY",
        RefusalKind.ShuttingDown => "SHUTTING_DOWN",
        RefusalKind.Failed => "INTERNAL",
        // The contract names 401 UNAUTHORIZED, 403 FORBIDDEN and 404 NOT_FOUND; the other statuses get their codes in the same way.
        _ => ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase.ToUpperInvariant().Replace(' ', '_') : "ERROR",
    };
}
