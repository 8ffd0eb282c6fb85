namespace AgentComputerSample;

/// <summary>Ctrl+C ends the calls in flight, and the program still deletes its computers. A second Ctrl+C ends the program.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _interrupted = new();

    public Interruption() => Console.CancelKeyPress += Interrupt;

    public CancellationToken Token => _interrupted.Token;

    public void Dispose()
    {
        Console.CancelKeyPress -= Interrupt;
        _interrupted.Dispose();
    }

    private void Interrupt(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = !_interrupted.IsCancellationRequested;
        _interrupted.Cancel();
    }
}
