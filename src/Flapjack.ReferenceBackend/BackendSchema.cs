using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Chat.Memory;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers.Computers;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend;

/// <summary>The tables of the whole backend.</summary>
internal static class BackendSchema
{
    public static Schema All { get; } = new(
    [
        .. OrgSchema.Steps,
        .. ComputerSchema.Steps,
        .. WebhookSchema.Steps,
        .. AuditSchema.Steps,
        .. MemorySchema.Steps,
        .. BackendResources.All.SelectMany(resource => resource.Tables),
    ]);
}
