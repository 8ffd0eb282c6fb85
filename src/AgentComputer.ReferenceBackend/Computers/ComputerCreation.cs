using AgentComputer.ReferenceBackend.Operations;
using LocalComputers.Computers;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Creates computers.</summary>
internal sealed class ComputerCreation(
    ComputerRowTable rows, ComputerRegistry engine, OperationTable operations, OperationRunner runner, SetupWatch setups, TimeProvider clock)
{
    /// <summary>Begins to make a computer.</summary>
    /// <param name="asked">What the caller says of it.</param>
    /// <param name="source">What it is made of.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="kind">The kind of the operation.</param>
    /// <exception cref="Refusal">400: the size makes no sense, or is too small for the snapshot; 409: the workspace has a computer of that handle.</exception>
    public ComputerView Create(NewComputer asked, ComputerSource source, Caller caller, string kind)
    {
        var row = RowOf(asked, source, caller.OrgId);
        OperationRow? operation = null;
        var ended = setups.Expect(row.Id);
        var computer = engine.GetOrAdd(row.Id);
        try
        {
            computer.EnsureBootstrapped(
                new(ComputerImages.All.First(image => image.Id == row.ImageId).Template, null, [], MeasuresOf(row.Size)),
                new(caller.Kind, caller.Id),
                db =>
                {
                    ComputerRowTable.Add(db, row);
                    operation = operations.Add(db, row.WorkspaceId, kind, "computer", row.Id, row.Id);
                });
        }
        catch
        {
            setups.Forget(row.Id);
            // Nothing was stored of it.
            _ = engine.RemoveAsync(row.Id);
            throw;
        }

        runner.Begin(
            operation!,
            cancellationToken => FinishAsync(computer, row, ended, source.Fill, cancellationToken),
            (db, error) => rows.Set(db, row.Id, ("failure_reason", error)));
        return new(row, ComputerStates.Provisioning, operation);
    }

    /// <summary>A size in the words of the engine.</summary>
    public static Measures MeasuresOf(ComputerSize size) => new(size.MemoryMib * 1024L * 1024L, size.StorageBytes);

    private ComputerRow RowOf(NewComputer asked, ComputerSource source, string workspaceId)
    {
        var size = asked.Size.Of(source.Size);
        if (source.SnapshotId is not null && size.StorageBytes < source.Size.StorageBytes)
        {
            throw Refusal.Invalid(
                "invalid_request", $"The snapshot needs a storage of {source.Size.StorageBytes} bytes, and the size has {size.StorageBytes}. Choose a larger size_preset or requested_storage_bytes.");
        }

        var now = clock.GetUtcNow();
        var handle = asked.Handle ?? FreeHandle(workspaceId);
        return new()
        {
            Id = Guid.CreateVersion7(now).ToString(),
            WorkspaceId = workspaceId,
            Handle = handle,
            DisplayName = asked.DisplayName ?? handle,
            ImageId = source.ImageId,
            SourceKind = source.Kind,
            SourceSnapshotId = source.SnapshotId,
            SizePreset = size.Preset,
            MemoryMib = size.MemoryMib,
            StorageBytes = size.StorageBytes,
            AuthorizedKeys = asked.AuthorizedKeys,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private string FreeHandle(string workspaceId)
    {
        var handle = Handles.Make();
        while (!rows.IsFree(workspaceId, handle))
        {
            handle = Handles.Make();
        }

        return handle;
    }

    private static async Task FinishAsync(
        Computer computer, ComputerRow row, Task<ComputerPhase> ended, Func<Computer, CancellationToken, Task>? fill, CancellationToken cancellationToken)
    {
        if (await ended.WaitAsync(cancellationToken).ConfigureAwait(false) != ComputerPhase.Ready)
        {
            throw new OperationFailure("The computer could not be set up.");
        }

        try
        {
            if (fill is not null)
            {
                await fill(computer, cancellationToken).ConfigureAwait(false);
            }

            if (row.AuthorizedKeys.Count > 0)
            {
                // The keys come last: the files of a snapshot take the place of the whole home.
                await computer.UseFilesAsync(folder => AuthorizedKeysFile.Write(folder.Home, row.AuthorizedKeys), cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            // A computer with a part of its files must not look like a whole computer.
            await computer.FailAsync().ConfigureAwait(false);
            throw;
        }
    }
}
