using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Usage;
using LocalComputers.Computers;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Finds, starts, stops and deletes computers. What takes time is an operation that goes on behind the answer.</summary>
internal sealed class ComputerService(
    Store store, ComputerRowTable rows, ComputerRegistry engine, OperationTable operations, OperationRunner runner, ComputerCreation creation, UsageMeter usage)
{
    public IReadOnlyList<ComputerView> List(string workspaceId)
    {
        var (listed, pending) = store.Read(db =>
            (ComputerRowTable.List(db, workspaceId), OperationTable.Pending(db).ToDictionary(operation => operation.ComputerId!)));
        return [.. listed.Select(row => ViewOf(row, pending.GetValueOrDefault(row.Id)))];
    }

    /// <exception cref="Refusal">404: the workspace has no such computer.</exception>
    public ComputerRow Find(string workspaceId, string id) => rows.Find(workspaceId, id);

    public ComputerView View(ComputerRow row) => ViewOf(row, store.Read(db => OperationTable.PendingOf(db, row.Id)));

    /// <summary>The engine's computer, awake or asleep, with its files.</summary>
    /// <exception cref="Refusal">409: the computer is not set up, or is gone.</exception>
    public Computer OfEngine(ComputerRow row) => engine.Find(row.Id)
        ?? throw new Refusal(RefusalKind.NotReady, "conflict", $"The computer '{row.Id}' has no files.");

    /// <exception cref="Refusal">409: the computer does not run.</exception>
    public Computer Running(ComputerRow row) => View(row) is var view && view.State == ComputerStates.Running && engine.Find(row.Id) is { } computer
        ? computer
        : throw new Refusal(RefusalKind.NotReady, "computer_not_running", $"The computer '{row.Id}' is not running: its state is '{view.State}'. Start it, and wait until it runs.");

    /// <inheritdoc cref="ComputerCreation.Create"/>
    public ComputerView Create(NewComputer asked, ComputerSource source, Caller caller, string kind = OperationKinds.CreateComputer) =>
        creation.Create(asked, source, caller, kind);

    /// <summary>Begins to start a computer; a computer that runs stays as it is, without an operation.</summary>
    /// <exception cref="Refusal">409: the computer has failed, or has another operation.</exception>
    public ComputerView Start(ComputerRow row, string kind = OperationKinds.StartComputer) => View(row) switch
    {
        { State: ComputerStates.Running or ComputerStates.Starting or ComputerStates.Provisioning } view => view,
        { State: ComputerStates.Stopped } => Begin(row, kind, ComputerStates.Starting, computer => computer.StartAsync),
        var view => throw Unfit(view, "started"),
    };

    /// <summary>Begins to stop a computer; a computer that is stopped stays as it is, without an operation.</summary>
    /// <exception cref="Refusal">409: the computer is not set up, or has another operation.</exception>
    public ComputerView Stop(ComputerRow row) => View(row) switch
    {
        { State: ComputerStates.Stopped or ComputerStates.Stopping } view => view,
        { State: ComputerStates.Running } => Begin(row, OperationKinds.StopComputer, ComputerStates.Stopping, computer => _ => computer.StopAsync()),
        var view => throw Unfit(view, "stopped"),
    };

    /// <summary>Begins to delete a computer, whatever its state is. A computer that is being deleted stays as it is.</summary>
    /// <exception cref="Refusal">409: the computer has another operation.</exception>
    public ComputerView Delete(ComputerRow row)
    {
        if (row.DeletingSince is not null)
        {
            return View(row);
        }

        var operation = store.WriteMakingRoom(db =>
        {
            var begun = operations.Add(db, row.WorkspaceId, OperationKinds.DeleteComputer, "computer", row.Id, row.Id);
            rows.Set(db, row.Id, ("deleting_since", begun.CreatedAt));
            usage.Deleting(db, row.Id);
            return begun;
        });
        // A deletion that has begun is brought to its end.
        runner.Begin(operation, _ => RemoveFilesAsync(row.Id), (db, error) => RemoveRow(db, row.Id, error));
        return new(row with { DeletingSince = operation.CreatedAt }, ComputerStates.Deleting, operation);
    }

    /// <summary>Begins any other operation of a computer.</summary>
    /// <param name="row">The computer.</param>
    /// <param name="kind">What the operation does.</param>
    /// <param name="state">The computer's state meanwhile.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="Refusal">409: the computer has another operation.</exception>
    public ComputerView Begin(ComputerRow row, string kind, string state, Func<Computer, Func<CancellationToken, Task>> work) =>
        Begin(row, kind, state, (computer, _) => work(computer));

    /// <inheritdoc cref="Begin(ComputerRow, string, string, Func{Computer, Func{CancellationToken, Task}})"/>
    /// <remarks>The work is given the operation too, so that it can store the end of it together with what it does.</remarks>
    public ComputerView Begin(ComputerRow row, string kind, string state, Func<Computer, OperationRow, Func<CancellationToken, Task>> work)
    {
        var computer = OfEngine(row);
        var operation = store.Write(db => operations.Add(db, row.WorkspaceId, kind, "computer", row.Id, row.Id));
        runner.Begin(operation, work(computer, operation), (db, error) => rows.Set(db, row.Id, ("failure_reason", error)));
        return new(row, state, operation);
    }

    /// <summary>
    /// Settles what an earlier process had begun: a deletion is brought to its end, and a computer that was not whole yet has failed. Call this before any
    /// call is taken, and before the other operations are settled.
    /// </summary>
    public async Task RestoreAsync()
    {
        foreach (var row in rows.Deleting())
        {
            await RemoveFilesAsync(row.Id).ConfigureAwait(false);
            store.WriteMakingRoom(db =>
            {
                if (OperationTable.PendingOf(db, row.Id) is { } pending)
                {
                    operations.End(db, pending.Id, error: null);
                }

                ComputerRowTable.Remove(db, row.Id);
            });
        }

        foreach (var operation in operations.Unended().Where(operation => operation.ComputerId is not null && operation.ResourceType == "computer"))
        {
            if (operation.Kind is OperationKinds.CreateComputer or OperationKinds.RestoreSnapshot && engine.Find(operation.ResourceId) is { } computer && IsUsable(computer.Facts.Phase))
            {
                // It may have a part of its files only, and must not look like a whole computer.
                await computer.FailAsync().ConfigureAwait(false);
            }

            store.WriteMakingRoom(db => rows.Set(db, operation.ResourceId, ("failure_reason", OperationRunner.CutOff)));
        }
    }

    /// <summary>The refusal of what the state of a computer does not allow.</summary>
    public static Refusal Unfit(ComputerView view, string done) => new(
        RefusalKind.NotReady, "conflict", $"The computer '{view.Row.Id}' can't be {done}: its state is '{view.State}'.");

    private static bool IsUsable(ComputerPhase phase) => phase == ComputerPhase.Ready || phase == ComputerPhase.Idle || phase == ComputerPhase.Stopped;

    private Task<Computer?> RemoveFilesAsync(string id)
    {
        // A computer of an earlier process is taken up first: the engine removes the files of those only that it knows.
        _ = engine.Find(id);
        return engine.RemoveAsync(id);
    }

    private ComputerView ViewOf(ComputerRow row, OperationRow? pending) => new(row, ComputerStates.Of(row, engine.Find(row.Id)?.Facts.Phase, pending), pending);

    private static void RemoveRow(StoreSession db, string id, string? error)
    {
        if (error is null)
        {
            ComputerRowTable.Remove(db, id);
        }
    }
}
