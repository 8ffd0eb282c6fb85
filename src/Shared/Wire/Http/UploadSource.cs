namespace Shared.Wire.Http;

/// <summary>
/// The content of a file, as one attempt reads it. It lets go of the file when the attempt has ended and no read is pending any more: an attempt
/// does not wait for a stream that does not look at its token, and two attempts must never read the same stream at once.
/// </summary>
internal sealed class UploadSource : IDisposable
{
    private const int Idle = 0;
    private const int Reading = 1;
    private const int Closed = 2;

    private readonly UploadFile _file;
    private readonly Stream _content;
    private int _state;

    /// <param name="file">The file, which nothing else may read meanwhile.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="IOException">The length can't be read.</exception>
    public UploadSource(UploadFile file, Stream content)
    {
        (_file, _content) = (file, content);
        Length = content.CanSeek ? content.Length - content.Position : null;
    }

    /// <summary>How many bytes the content has; null if that shows only at its end.</summary>
    public long? Length { get; }

    /// <summary>Reads a piece. If the token ends the wait, the read may go on, and its buffer must not be used again.</summary>
    /// <exception cref="ObjectDisposedException">The attempt has ended.</exception>
    public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = ReadAlone(buffer, cancellationToken);
        try
        {
            return await read.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!read.IsCompleted)
        {
            // Nothing else waits for this read. Without a look at its exception, the runtime would report the exception as unobserved.
            _ = read.ContinueWith(static abandoned => abandoned.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _state, Closed) == Idle)
        {
            _file.Close(_content);
        }
    }

    private async Task<int> ReadAlone(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(Interlocked.CompareExchange(ref _state, Reading, Idle) != Idle, this);
        try
        {
            return await _content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (Interlocked.CompareExchange(ref _state, Idle, Reading) == Closed)
            {
                _file.Close(_content);
            }
        }
    }
}
