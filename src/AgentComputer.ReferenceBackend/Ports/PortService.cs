using AgentComputer.ReferenceBackend.Api;
using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Ports;

/// <summary>Publishes the ports of computers, and takes them back. Each of these is an operation that goes on behind the answer.</summary>
internal sealed class PortService(Store store, PortTable ports, OperationTable operations, OperationRunner runner, PublicUrls urls)
{
    private const string ResourceType = "port";

    /// <summary>Begins to publish a port, or changes the name and visibility of a port that is published.</summary>
    /// <exception cref="Refusal">400: the backend itself listens on the port. 409: another port has the name, or the computer or the port is being deleted.</exception>
    public (PortRow Port, OperationRow Operation) Publish(ComputerRow computer, AskedPort asked)
    {
        if (urls.IsOwn(asked.Port))
        {
            throw Refusal.Invalid("invalid_request", $"port is {asked.Port}, on which this backend itself listens. Publish a port that a program on the computer listens on.");
        }

        if (computer.DeletingSince is not null)
        {
            throw new Refusal(RefusalKind.NotReady, "conflict", $"The computer '{computer.Id}' is being deleted.");
        }

        var (port, operation) = store.Write(db =>
        {
            var row = ports.Put(db, computer.Id, asked);
            return (row, operations.Add(db, computer.WorkspaceId, OperationKinds.CreatePort, ResourceType, row.Id, computerId: null));
        });
        runner.Begin(operation, _ => Task.CompletedTask, (db, error) => ports.Set(db, port.Id, error is null ? PortRow.Ready : PortRow.Failed, error));
        return (port, operation);
    }

    /// <summary>Begins to take a port back. Connections that are open through it end with the program that they lead to.</summary>
    /// <exception cref="Refusal">404: the computer has not published the port.</exception>
    public (PortRow Port, OperationRow Operation) Remove(ComputerRow computer, int number)
    {
        var (port, operation) = store.WriteMakingRoom(db =>
        {
            var row = PortTable.Find(db, computer.Id, number)
                ?? throw Refusal.NotFound($"The computer '{computer.Id}' has not published the port {number}.");
            ports.Set(db, row.Id, PortRow.Deleting);
            return (row with { State = PortRow.Deleting }, operations.Add(db, computer.WorkspaceId, OperationKinds.DeletePort, ResourceType, row.Id, computerId: null));
        });
        runner.Begin(operation, _ => Task.CompletedTask, (db, _) => PortTable.Remove(db, port.Id));
        return (port, operation);
    }
}
