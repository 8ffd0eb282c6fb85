using System.Text.Json.Nodes;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Api;

/// <summary>Error answers as Agent Computer documents them: <c>{"error":{"code","message"}}</c>.</summary>
internal static class AgentComputerEnvelope
{
    /// <param name="refusal">The refusal.</param>
    /// <param name="status">The status of the answer.</param>
    public static JsonObject Of(Refusal refusal, int status) => new()
    {
        ["error"] = new JsonObject { ["code"] = refusal.Code ?? CodeOf(refusal.Kind, status), ["message"] = refusal.Message },
    };

    /// <summary>What a failure of the store or of the disk means for a caller; null for every other exception.</summary>
    public static Refusal? RefusalOf(Exception failure) => failure switch
    {
        StoreException { IsFull: true } store => new(RefusalKind.NoRoom, "storage_full", store.ForCallers),
        StoreException store => new(RefusalKind.Failed, "storage_failed", store.ForCallers),
        IOException when StoreException.MeansFullDisk(failure) =>
            new(RefusalKind.NoRoom, "storage_full", "The disk of the backend is full. Make room and try again; the backend's log names the place."),
        _ => null,
    };

    private static string CodeOf(RefusalKind kind, int status) => (kind, status) switch
    {
        (RefusalKind.ShuttingDown, _) => "shutting_down",
        (_, 400 or 413 or 415 or 422) => "invalid_request",
        (_, 401) => "unauthorized",
        (_, 403) => "forbidden",
        (_, 404) => "not_found",
        (_, 405) => "method_not_allowed",
        (_, 409) => "conflict",
        (_, 429) => "rate_limited",
        (_, >= 500) => "internal",
        _ => "error",
    };
}
