using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Operations;
using LocalComputers.Computers;
using LocalComputers.Computers.Snapshots;
using LocalComputers.Files;
using LocalComputers.Storage;
using Microsoft.Extensions.Logging;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Resources.Snapshots;

/// <summary>Takes, deletes and restores snapshots. Each of these is an operation that goes on behind the answer.</summary>
internal sealed partial class SnapshotService(
    Store store, SnapshotTable snapshots, SnapshotFiles files, ComputerService computers, OperationTable operations, OperationRunner runner, ILogger logger) : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private Task _removing = Task.CompletedTask;

    /// <summary>Settles what an earlier process had begun: a snapshot that it did not finish has failed, and a deletion is brought to its end. Call this before any call is taken.</summary>
    /// <param name="cutOff">Why an unfinished snapshot has failed.</param>
    public void Restore(string cutOff)
    {
        var all = snapshots.All();
        foreach (var row in all.Where(row => row.State == SnapshotRow.Creating))
        {
            store.WriteMakingRoom(db => snapshots.SetState(db, row.Id, SnapshotRow.Failed, cutOff));
        }

        foreach (var row in all.Where(row => row.State == SnapshotRow.Deleting))
        {
            store.WriteMakingRoom(db => SnapshotTable.Remove(db, row.Id));
        }

        HashSet<string> kept = [.. all.Where(row => row.State == SnapshotRow.Ready).Select(row => row.Id)];
        _removing = files.RemoveLeftoversAsync(kept, _ending.Token);
    }

    /// <summary>Begins to take a snapshot of a computer.</summary>
    /// <exception cref="Refusal">409: the computer does not run, or has another operation.</exception>
    public (SnapshotRow Snapshot, OperationRow Operation) Create(ComputerRow row)
    {
        var computer = computers.Running(row);
        var (snapshot, operation) = store.Write(db =>
        {
            var added = snapshots.Add(db, row);
            return (added, operations.Add(db, row.WorkspaceId, OperationKinds.CreateSnapshot, "snapshot", added.Id, row.Id));
        });
        var bytes = 0L;
        runner.Begin(
            operation,
            async cancellationToken => bytes = await TakeAsync(computer, snapshot, cancellationToken).ConfigureAwait(false),
            (db, error) =>
            {
                if (error is null)
                {
                    snapshots.SetReady(db, snapshot.Id, bytes);
                }
                else
                {
                    snapshots.SetState(db, snapshot.Id, SnapshotRow.Failed, error);
                }
            });
        return (snapshot, operation);
    }

    /// <summary>Begins to delete a snapshot; a deletion that has begun goes on, without another operation.</summary>
    /// <exception cref="Refusal">409: the snapshot is being taken, or a computer is being made of it.</exception>
    public (SnapshotRow Snapshot, OperationRow? Operation) Delete(SnapshotRow snapshot)
    {
        if (snapshot.State == SnapshotRow.Deleting)
        {
            return (snapshot, null);
        }

        if (snapshot.State == SnapshotRow.Creating)
        {
            throw Conflict($"The snapshot '{snapshot.Id}' is being taken. Wait until its operation has ended.");
        }

        var operation = store.WriteMakingRoom(db =>
        {
            if (SnapshotTable.RestoreOf(db, snapshot.Id) is { } restore)
            {
                throw Conflict($"A computer is being made of the snapshot '{snapshot.Id}' (operation '{restore}'). Wait until that has ended.");
            }

            snapshots.SetState(db, snapshot.Id, SnapshotRow.Deleting, snapshot.FailureReason);
            return operations.Add(db, snapshot.WorkspaceId, OperationKinds.DeleteSnapshot, "snapshot", snapshot.Id, computerId: null);
        });
        runner.Begin(operation, _ => files.RemoveAsync(snapshot.Id), (db, error) =>
        {
            if (error is null)
            {
                SnapshotTable.Remove(db, snapshot.Id);
            }
        });
        return (snapshot with { State = SnapshotRow.Deleting }, operation);
    }

    /// <summary>Begins to make a new computer of a snapshot.</summary>
    /// <exception cref="Refusal">409: the snapshot is not ready, or the workspace has a computer of that handle.</exception>
    public ComputerView Restore(SnapshotRow snapshot, NewComputer asked, Caller caller) =>
        computers.Create(asked, SourceOf(snapshot), caller, OperationKinds.RestoreSnapshot);

    /// <summary>What a new computer is made of, if it is made of a snapshot.</summary>
    /// <exception cref="Refusal">404: the workspace has no such snapshot; 409: it is not ready.</exception>
    public ComputerSource SourceOf(string workspaceId, string id) => SourceOf(snapshots.Find(workspaceId, id));

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _removing.ConfigureAwait(false);
        _ending.Dispose();
    }

    private ComputerSource SourceOf(SnapshotRow snapshot) => snapshot.State == SnapshotRow.Ready
        ? new(snapshot.ImageId, snapshot.Id, snapshot.Size, (computer, cancellationToken) => FillAsync(snapshot.Id, computer, cancellationToken))
        : throw Conflict($"The snapshot '{snapshot.Id}' is not ready: its state is '{snapshot.State}'.");

    private async Task<long> TakeAsync(Computer computer, SnapshotRow snapshot, CancellationToken cancellationToken)
    {
        try
        {
            var taken = await files.TakeAsync(computer, snapshot.Id, cancellationToken).ConfigureAwait(false);
            if (taken.Tree.Skipped > 0 || !taken.IsOfOneMoment)
            {
                LogIncomplete(logger, snapshot.Id, taken.Tree.Skipped, taken.Tree.FirstSkipped, taken.IsOfOneMoment);
            }

            return taken.Tree.Bytes;
        }
        catch (WorkspaceFileException e)
        {
            throw Explained(e, "The snapshot could not be taken");
        }
        catch (ComputerUnavailableException)
        {
            throw new OperationFailure("The snapshot could not be taken: the computer has gone meanwhile.");
        }
    }

    private async Task FillAsync(string id, Computer computer, CancellationToken cancellationToken)
    {
        try
        {
            await files.RestoreAsync(id, computer, cancellationToken).ConfigureAwait(false);
        }
        catch (WorkspaceFileException e)
        {
            throw Explained(e, $"The files of the snapshot '{id}' could not be restored");
        }
        catch (ComputerUnavailableException)
        {
            throw new OperationFailure($"The files of the snapshot '{id}' could not be restored: the computer has gone meanwhile.");
        }
    }

    private OperationFailure Explained(WorkspaceFileException failure, string what)
    {
        LogFailed(logger, what, failure);
        return new($"{what}: {failure.Fault switch
        {
            FileFault.Denied => "the permissions of a file or directory do not allow it to be read. Let its owner read it",
            FileFault.Changing => "a directory was moved meanwhile. Try again",
            FileFault.NotThere => "its files are gone",
            _ when failure.InnerException is { } inner && StoreException.MeansFullDisk(inner) => "the disk is full. Make room, and try again",
            _ => "the disk failed. The backend's log tells more",
        }}.");
    }

    private static Refusal Conflict(string detail) => new(RefusalKind.NotReady, "conflict", detail);

    [LoggerMessage(LogLevel.Warning, "The snapshot {Id} has no copy of {Skipped} special files (the first: {First}). Whether all of its files are of one moment: {IsOfOneMoment}.")]
    private static partial void LogIncomplete(ILogger logger, string id, int skipped, string? first, bool isOfOneMoment);

    [LoggerMessage(LogLevel.Error, "{What}.")]
    private static partial void LogFailed(ILogger logger, string what, Exception exception);
}
