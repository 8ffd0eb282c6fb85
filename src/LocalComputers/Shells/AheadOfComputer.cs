namespace LocalComputers.Shells;

/// <summary>The shell that waits on one computer. The lock of <see cref="ShellsAhead"/> guards it.</summary>
internal sealed class AheadOfComputer
{
    /// <summary>The shell; null for none.</summary>
    public WaitingShell? Shell { get; set; }

    /// <summary>Whether a shell is being started.</summary>
    public bool IsPreparing { get; set; }

    /// <summary>Ends when no shell is being started; that may be a moment after the shell is there, and even after a command has taken it.</summary>
    public Task Preparation { get; set; } = Task.CompletedTask;

    /// <summary>Stops the preparation; null before the first one.</summary>
    public CancellationTokenSource? PreparationStop { get; set; }

    /// <summary>Whether processes may be started on the computer.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether its shells speak before their commands, so that each has to be started with its command.</summary>
    public bool GivesUp { get; set; }

    public bool MayPrepare => IsOpen && !GivesUp && Shell is null && !IsPreparing;
}
