namespace Flapjack.Cli.Terminal;

/// <summary>What Ctrl-C and the other signals that end a program mean here: the first signal asks for the end, and the second leaves at once.</summary>
/// <param name="leave">Ends this process with an exit code.</param>
internal sealed class Interruption(Action<int> leave) : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private int _signal;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>How a shell tells that a program was ended by the signal: 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP.</summary>
    public int ExitCode => ExitCodes.OfSignal(_signal);

    /// <param name="signal">The signal's number.</param>
    public void Raise(int signal)
    {
        if (Interlocked.CompareExchange(ref _signal, signal, 0) == 0)
        {
            _source.Cancel();
            return;
        }

        leave(ExitCodes.OfSignal(signal));
    }

    public void Dispose() => _source.Dispose();
}
