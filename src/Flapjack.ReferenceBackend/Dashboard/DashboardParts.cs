using Flapjack.ReferenceBackend.Audit;
using Flapjack.ReferenceBackend.Dashboard.Commands;
using Flapjack.ReferenceBackend.Webhooks;
using LocalComputers.Computers;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Dashboard;

/// <summary>What the pages show.</summary>
/// <param name="Store">The store.</param>
/// <param name="Computers">The computers.</param>
/// <param name="Commands">What the latest commands were.</param>
/// <param name="Webhooks">Sends webhooks again.</param>
/// <param name="Audit">The audit log.</param>
/// <param name="Faults">The faults that are planned; null for none.</param>
/// <param name="Clock">The clock.</param>
internal sealed record DashboardParts(
    Store Store, ComputerRegistry Computers, CommandTexts Commands, WebhookSender Webhooks, AuditLog Audit, FaultPlan? Faults, TimeProvider Clock);
