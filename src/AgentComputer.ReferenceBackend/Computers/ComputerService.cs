using AgentComputer.ReferenceBackend.Operations;
using LocalComputers.Computers;
using LocalComputers.Computers.Templates;
using LocalComputers.Storage;
using Shared.Hosting.Refusals;
using Shared.Hosting.Routing;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>Creates, starts, stops and deletes computers. Each of these is an operation that goes on behind the answer.</summary>
internal sealed class ComputerService(
    Store store, ComputerRowTable rows, ComputerRegistry engine, OperationTable operations, OperationRunner runner, SetupWatch setups)
{
    private static readonly TemplateRecipe Image = TemplateCatalog.Find("blank")!;

    public IReadOnlyList<ComputerView> List(string workspaceId) => [.. rows.List(workspaceId).Select(View)];

    /// <exception cref="Refusal">404: the workspace has no such computer.</exception>
    public ComputerRow Find(string workspaceId, string id) => rows.Find(workspaceId, id);

    public ComputerView View(ComputerRow row)
    {
        var pending = store.Read(db => OperationTable.PendingOf(db, row.Id));
        return new(row, ComputerStates.Of(row, engine.Find(row.Id)?.Facts.Phase, pending), pending);
    }

    /// <summary>The engine's computer, awake or asleep, with its files.</summary>
    /// <exception cref="Refusal">409: the computer is not set up, or is gone.</exception>
    public Computer OfEngine(ComputerRow row) => engine.Find(row.Id)
        ?? throw new Refusal(RefusalKind.NotReady, "conflict", $"The computer '{row.Id}' has no files.");

    /// <exception cref="Refusal">409: the computer does not run.</exception>
    public Computer Running(ComputerRow row) => View(row).State is ComputerStates.Running && engine.Find(row.Id) is { } computer
        ? computer
        : throw new Refusal(RefusalKind.NotReady, "computer_not_running", $"The computer '{row.Id}' is not running: its state is '{View(row).State}'. Start it, and wait until it runs.");

    /// <summary>Begins to make a computer.</summary>
    /// <param name="row">The computer, with a new id.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="kind">The kind of the operation.</param>
    /// <param name="fill">Lays files into the new computer before it is used; null for none.</param>
    public ComputerView Create(ComputerRow row, Caller caller, string kind = OperationKinds.CreateComputer, Func<Computer, CancellationToken, Task>? fill = null)
    {
        OperationRow? operation = null;
        var ended = setups.Expect(row.Id);
        var computer = engine.GetOrAdd(row.Id);
        try
        {
            computer.EnsureBootstrapped(
                new(Image, null, [], Size.Medium) { Measures = new(row.MemoryMib * 1024L * 1024L, row.StorageBytes) },
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
            Discard(row.Id);
            throw;
        }

        runner.Begin(operation!, cancellationToken => FinishAsync(computer, ended, fill, cancellationToken), (db, error) => SetReason(db, row.Id, error));
        return new(row, ComputerStates.Provisioning, operation);
    }

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

    /// <summary>Begins to delete a computer, whatever it is doing.</summary>
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
            return begun;
        });
        // A deletion that has begun is brought to its end.
        runner.Begin(operation, _ => engine.RemoveAsync(row.Id), (db, error) => RemoveRow(db, row.Id, error));
        return new(row with { DeletingSince = operation.CreatedAt }, ComputerStates.Deleting, operation);
    }

    /// <summary>Begins any other operation of a computer.</summary>
    /// <param name="row">The computer.</param>
    /// <param name="kind">What the operation does.</param>
    /// <param name="state">The computer's state meanwhile.</param>
    /// <param name="work">Does it.</param>
    /// <exception cref="Refusal">409: the computer has another operation.</exception>
    public ComputerView Begin(ComputerRow row, string kind, string state, Func<Computer, Func<CancellationToken, Task>> work)
    {
        var computer = OfEngine(row);
        var operation = store.Write(db => operations.Add(db, row.WorkspaceId, kind, "computer", row.Id, row.Id));
        runner.Begin(operation, work(computer), (db, error) => SetReason(db, row.Id, error));
        return new(row, state, operation);
    }

    /// <summary>Brings the deletions to their end that an earlier process had begun. Call this before any call is taken.</summary>
    public async Task RestoreAsync()
    {
        foreach (var row in rows.Deleting())
        {
            await engine.RemoveAsync(row.Id).ConfigureAwait(false);
            store.WriteMakingRoom(db => ComputerRowTable.Remove(db, row.Id));
        }
    }

    private static async Task FinishAsync(Computer computer, Task<ComputerPhase> ended, Func<Computer, CancellationToken, Task>? fill, CancellationToken cancellationToken)
    {
        if (await ended.WaitAsync(cancellationToken).ConfigureAwait(false) != ComputerPhase.Ready)
        {
            throw new OperationFailure("The computer could not be set up.");
        }

        if (fill is not null)
        {
            try
            {
                await fill(computer, cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                // A computer with a part of its files must not look like a whole computer.
                await computer.FailAsync().ConfigureAwait(false);
                throw;
            }
        }
    }

    private static Refusal Unfit(ComputerView view, string done) => new(
        RefusalKind.NotReady, "conflict", $"The computer '{view.Row.Id}' can't be {done}: its state is '{view.State}'.");

    private void SetReason(StoreSession db, string id, string? error) => rows.Set(db, id, ("failure_reason", error));

    private static void RemoveRow(StoreSession db, string id, string? error)
    {
        if (error is null)
        {
            ComputerRowTable.Remove(db, id);
        }
    }

    // Nothing was stored of it.
    private void Discard(string id) => _ = engine.RemoveAsync(id);
}
