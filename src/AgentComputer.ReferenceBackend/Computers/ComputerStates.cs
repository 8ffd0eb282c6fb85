using AgentComputer.ReferenceBackend.Operations;
using LocalComputers.Computers;

namespace AgentComputer.ReferenceBackend.Computers;

/// <summary>The states of computers in the words of the API.</summary>
internal static class ComputerStates
{
    public const string Provisioning = "provisioning";
    public const string Starting = "starting";
    public const string Running = "running";
    public const string Updating = "updating";
    public const string Stopping = "stopping";
    public const string Stopped = "stopped";
    public const string Failed = "failed";
    public const string Deleting = "deleting";
    public const string Deleted = "deleted";

    /// <summary>An operation that has not ended says what the computer is about to be; else its phase says what it is.</summary>
    /// <param name="row">What is stored of the computer.</param>
    /// <param name="phase">Its phase; null if the engine has no such computer.</param>
    /// <param name="pending">Its operation that has not ended; null if there is none.</param>
    public static string Of(ComputerRow row, ComputerPhase? phase, OperationRow? pending) =>
        row.DeletingSince is not null ? Deleting : OfOperation(pending?.Kind) ?? OfPhase(phase);

    private static string? OfOperation(string? kind) => kind switch
    {
        OperationKinds.CreateComputer or OperationKinds.RestoreSnapshot => Provisioning,
        OperationKinds.StartComputer or OperationKinds.EnsureReady => Starting,
        OperationKinds.StopComputer => Stopping,
        OperationKinds.ResizeComputer => Updating,
        _ => null,
    };

    // A computer that is idle runs, as far as a caller can tell: whatever is asked of it wakes it.
    private static string OfPhase(ComputerPhase? phase) =>
        phase == ComputerPhase.Ready || phase == ComputerPhase.Idle ? Running
        : phase == ComputerPhase.Waking ? Starting
        : phase == ComputerPhase.Stopped ? Stopped
        : phase is null || phase == ComputerPhase.None || phase == ComputerPhase.Bootstrapping ? Provisioning
        : phase == ComputerPhase.Destroyed ? Deleted
        : Failed;
}
