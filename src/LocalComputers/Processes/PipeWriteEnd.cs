namespace LocalComputers.Processes;

/// <summary>The end of a child's input pipe that we write. One writer at a time.</summary>
internal abstract class PipeWriteEnd : IDisposable
{
    /// <summary>Writes all of it, waiting while the pipe is full.</summary>
    /// <remarks>When it is cancelled, the child has got a part of it.</remarks>
    /// <exception cref="IOException">Nobody reads the pipe any more.</exception>
    /// <exception cref="ObjectDisposedException">Disposed before or during the write.</exception>
    public abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Closes the pipe: behind what was written the child reads the end.</summary>
    public abstract void Dispose();
}
