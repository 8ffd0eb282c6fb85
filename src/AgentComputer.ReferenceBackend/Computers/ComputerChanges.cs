using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Usage;
using AgentComputer.ReferenceBackend.Workspaces;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Renames, resizes and transfers computers.</summary>
internal sealed class ComputerChanges(
    Store store, ComputerRowTable rows, ComputerService computers, OperationTable operations, UsageMeter usage, ComputerHooks hooks)
{
    /// <summary>Gives a computer another name for people.</summary>
    public ComputerView Rename(ComputerRow row, string displayName)
    {
        store.Write(db => rows.Set(db, row.Id, ("display_name", displayName)));
        return computers.View(rows.Find(row.WorkspaceId, row.Id));
    }

    /// <summary>Begins to make a computer another size. A computer that has that size stays as it is, without an operation.</summary>
    /// <exception cref="Refusal">400: the size makes no sense, or has less storage than the computer; 409: the state does not allow it, or another operation runs.</exception>
    public ComputerView Resize(ComputerRow row, AskedSize asked)
    {
        var size = asked.From(row.Size);
        if (size.StorageBytes < row.StorageBytes)
        {
            throw Refusal.Invalid(
                "invalid_request",
                $"The storage of a computer can't shrink: it has {row.StorageBytes} bytes, and requested_storage_bytes or the size_preset means {size.StorageBytes}.");
        }

        var view = computers.View(row);
        return view.State is not (ComputerStates.Running or ComputerStates.Stopped) ? throw ComputerService.Unfit(view, "resized")
            : size == row.Size ? view
            : computers.Begin(row, OperationKinds.ResizeComputer, ComputerStates.Updating, (computer, operation) => cancellationToken => ResizeAsync(computer, row, size, operation, cancellationToken));
    }

    /// <summary>Gives a computer to another workspace. What the old workspace has given away of it, such as access sessions, ends.</summary>
    /// <exception cref="Refusal">404: there is no such workspace; 409: it has a computer of the same handle, or the computer has an operation that has not ended.</exception>
    public ComputerView Transfer(ComputerRow row, string workspaceId)
    {
        if (row.DeletingSince is not null)
        {
            throw ComputerService.Unfit(computers.View(row), "transferred");
        }

        if (workspaceId != row.WorkspaceId)
        {
            store.Write(db =>
            {
                if (!WorkspaceTable.Exists(db, workspaceId))
                {
                    throw Refusal.NotFound($"There is no workspace '{workspaceId}' in this backend for target_org_id.");
                }

                OperationTable.RefusePending(db, row.Id);
                usage.Count(db, row.Id);
                rows.Give(db, row, workspaceId);
                hooks.Transferring.ForEach(transfer => transfer(db, row, workspaceId));
            });
        }

        return computers.View(rows.Find(workspaceId, row.Id));
    }

    private async Task ResizeAsync(Computer computer, ComputerRow row, ComputerSize size, OperationRow operation, CancellationToken cancellationToken)
    {
        try
        {
            await computer.ResizeAsync(
                ComputerCreation.MeasuresOf(size),
                db =>
                {
                    usage.Count(db, row.Id);
                    // The size and the end of the operation are one change: after a crash, a resize that has failed has changed nothing.
                    rows.Set(db, row.Id, ("size_preset", size.Preset), ("memory_mib", size.MemoryMib), ("storage_bytes", size.StorageBytes), ("failure_reason", null));
                    operations.End(db, operation.Id, error: null);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is UnauthorizedAccessException or IOException and not StoreException)
        {
            throw new OperationFailure("The processes of the computer can't be limited to that size, for example because they use more memory. End some of them, or stop the computer, and resize it again.");
        }
    }
}
