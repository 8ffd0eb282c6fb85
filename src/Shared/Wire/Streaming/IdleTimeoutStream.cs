using System.Runtime.CompilerServices;

namespace Shared.Wire.Streaming;

/// <summary>A response body that fails if no byte comes for too long. Every byte restarts the timer, also the bytes of keep-alive comments.</summary>
internal sealed class IdleTimeoutStream : Stream
{
    private readonly Stream _body;
    private readonly TimeSpan _timeout;
    private readonly CancellationTokenSource _ended;
    private readonly ITimer _timer;
    private volatile bool _idle;
    private bool _timerRuns = true;

    public IdleTimeoutStream(Stream body, TimeSpan timeout, TimeProvider clock, CancellationToken cancellationToken)
    {
        _body = body;
        _timeout = timeout;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _timer = clock.CreateTimer(static state => ((IdleTimeoutStream)state!).GiveUp(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    public long BytesReceived { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="TimeoutException">No byte came for too long.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = Begin(buffer);
        if (!read.IsCompletedSuccessfully)
        {
            return WaitAsync(read);
        }

        // What is there already needs no timer.
        StopTimer();
        var count = read.GetAwaiter().GetResult();
        BytesReceived += count;
        return new(count);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override void Flush() => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _body.DisposeAsync().ConfigureAwait(false);
        _ended.Dispose();
        await base.DisposeAsync().ConfigureAwait(false);
    }

    // A body that fails at once fails as one that was waited for.
    private ValueTask<int> Begin(Memory<byte> buffer)
    {
        try
        {
            return _body.ReadAsync(buffer, _ended.Token);
        }
        catch (Exception e)
        {
            return ValueTask.FromException<int>(e);
        }
    }

    // The builder is pooled, because on a quiet stream every event is waited for.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAsync(ValueTask<int> read)
    {
        try
        {
            _timerRuns = true;
            _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
            var count = await read.ConfigureAwait(false);
            BytesReceived += count;
            return count;
        }
        catch (Exception e) when (_idle)
        {
            throw new TimeoutException("No byte came for too long.", e);
        }
        finally
        {
            // The timer runs only while a read waits: a caller who reads slowly must not look like a silent service.
            StopTimer();
        }
    }

    private void StopTimer()
    {
        if (_timerRuns)
        {
            _timerRuns = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void GiveUp()
    {
        _idle = true;
        _ended.Cancel();
    }
}
