using AgentComputer.ReferenceBackend.Billing;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Ports;
using AgentComputer.ReferenceBackend.Sessions;
using AgentComputer.ReferenceBackend.Ssh;
using AgentComputer.ReferenceBackend.Usage;
using AgentComputer.ReferenceBackend.Workspaces;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend;

/// <summary>The tables of the whole backend.</summary>
internal static class BackendSchema
{
    public static Schema All { get; } = new(
    [
        .. WorkspaceSchema.Steps,
        .. ComputerRowSchema.Steps,
        .. OperationSchema.Steps,
        .. SessionSchema.Steps,
        .. PortSchema.Steps,
        .. UsageSchema.Steps,
        .. BillingSchema.Steps,
        .. SshKeySchema.Steps,
        .. BackendResources.All.SelectMany(resource => resource.Tables),
    ]);
}
