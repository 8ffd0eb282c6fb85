namespace LocalComputers.Processes;

/// <summary>The end of a child's output pipe that we read. One reader at a time.</summary>
internal abstract class PipeReadEnd : IDisposable
{
    private int _handedOver;

    /// <summary>How many bytes wait in the pipe now; 0 where the system does not tell.</summary>
    public abstract int Available { get; }

    /// <summary>Whether it is a terminal. The system holds more of a terminal's output than <see cref="Available"/> tells at once.</summary>
    public virtual bool IsTerminal => false;

    /// <summary>Reads what there is, waiting for at least one byte; 0 when every writer has closed the pipe.</summary>
    /// <remarks>Cancelling loses nothing: the next read gets the bytes.</remarks>
    /// <exception cref="ObjectDisposedException">Disposed before or during the read.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Reads into a buffer, which need not hold memory while nothing comes.</summary>
    /// <param name="buffer">Gets what is read.</param>
    /// <param name="most">How much is wanted at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <inheritdoc cref="ReadAsync(Memory{byte}, CancellationToken)"/>
    public virtual ValueTask<int> ReadAsync(PipeBuffer buffer, long most, CancellationToken cancellationToken) =>
        ReadAsync(buffer.Room(most), cancellationToken);

    public abstract void Dispose();

    /// <summary>Takes the pipe from the <see cref="ChildProcess"/>, which from now on leaves it open.</summary>
    public void HandOver()
    {
        if (Interlocked.Exchange(ref _handedOver, 1) == 1)
        {
            throw new InvalidOperationException("This pipe already has another owner.");
        }
    }

    public void DisposeUnlessHandedOver()
    {
        if (Volatile.Read(ref _handedOver) == 0)
        {
            Dispose();
        }
    }
}
