using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using LocalComputers.Storage;

namespace AgentComputer.ReferenceBackend.Resources.Mounts;

/// <summary>Takes mounts on, as the API has them. A local backend mounts no bucket, and says so where the API says why a mount failed.</summary>
internal sealed class MountService(Store store, MountTable mounts, ComputerService computers, OperationTable operations, OperationRunner runner)
{
    private const string Unavailable =
        "Buckets can't be mounted locally: this backend has neither FUSE nor rclone for its computers. Copy the files into the computer instead.";

    /// <summary>Begins to mount a bucket.</summary>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">409: the computer does not run, or has another operation.</exception>
    public (MountRow Mount, OperationRow Operation) Create(ComputerRow row, AskedMount asked)
    {
        _ = computers.Running(row);
        var (mount, operation) = store.Write(db =>
        {
            var added = mounts.Add(db, row.Id, asked);
            return (added, operations.Add(db, row.WorkspaceId, OperationKinds.CreateMount, "mount", added.Id, row.Id));
        });
        runner.Begin(operation, _ => throw new OperationFailure(Unavailable), (db, error) => mounts.Set(db, mount.Id, MountRow.Failed, error));
        return (mount, operation);
    }

    /// <summary>Begins to remove a mount.</summary>
    /// <exception cref="Shared.Hosting.Refusals.Refusal">409: the computer has another operation.</exception>
    public (MountRow Mount, OperationRow Operation) Delete(ComputerRow row, MountRow mount)
    {
        var operation = store.WriteMakingRoom(db =>
        {
            var begun = operations.Add(db, row.WorkspaceId, OperationKinds.DeleteMount, "mount", mount.Id, row.Id);
            mounts.Set(db, mount.Id, MountRow.Deleting, mount.FailureReason);
            return begun;
        });
        runner.Begin(operation, _ => Task.CompletedTask, (db, _) => MountTable.Remove(db, mount.Id));
        return (mount with { State = MountRow.Deleting }, operation);
    }
}
