namespace LocalComputers.Computers.Exec;

/// <summary>Whether a command is to stop, and what its readers are told of the reason.</summary>
#pragma warning disable CA1001 // Holds nothing that needs disposal, and a caller may still stop the command when its computer has gone.
internal sealed class ExecStop(ExecWords words)
#pragma warning restore CA1001
{
    private readonly CancellationTokenSource _asked = new();
    private volatile bool _computerGoes;

    /// <summary>Cancelled when the command is to stop.</summary>
    public CancellationToken Asked => _asked.Token;

    /// <summary>How the command ends because its computer goes; null when its computer does not go.</summary>
    public ExecEnd? EndOfComputer =>
        _computerGoes ? words.Failed(ExecFailure.ComputerGone, "The computer was destroyed while the command ran.") : null;

    /// <summary>How the command ends when it is stopped before it starts.</summary>
    public ExecEnd EndBeforeStart => EndOfComputer ?? words.Failed(ExecFailure.Stopped, "The command was stopped before it started.");

    public Task AskAsync() => _asked.CancelAsync();

    /// <summary>Asks the command to stop because its computer goes.</summary>
    public Task AskForComputerAsync()
    {
        _computerGoes = true;
        return AskAsync();
    }
}
