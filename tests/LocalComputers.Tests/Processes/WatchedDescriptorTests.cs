using LocalComputers.Processes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;

namespace LocalComputers.Tests.Processes;

public sealed class WatchedDescriptorTests : IAsyncDisposable
{
    private readonly Poller _poller = new(NullLogger.Instance);
    private readonly OutputPipe _pipe = OutputPipe.Create();
    private readonly SafeFileHandle _readEnd;
    private readonly WatchedDescriptor _watched;

    public WatchedDescriptorTests()
    {
        _readEnd = _pipe.TakeReadEnd();
        _watched = _poller.Watch(_readEnd);
    }

    public async ValueTask DisposeAsync()
    {
        _watched.Dispose();
        _readEnd.Dispose();
        _pipe.Dispose();
        await _poller.DisposeAsync();
    }

    [Fact]
    public void A_wait_allocates_nothing()
    {
        for (var i = 0; i < 50; i++)
        {
            WaitOnce();
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            WaitOnce();
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_ends_the_wait_at_once()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var wait = _watched.WaitAsync(cancelled.Token);

        wait.IsCanceled.Should().BeTrue();
        (await wait.AsTask().Invoking(task => task).Should().ThrowAsync<OperationCanceledException>()).Which.CancellationToken.Should().Be(cancelled.Token);
    }

    [Fact]
    public async Task A_cancellation_that_crosses_the_event_never_ends_the_next_wait()
    {
        for (var i = 0; i < 500; i++)
        {
            using var crossing = new CancellationTokenSource();
            var wait = _watched.WaitAsync(crossing.Token).AsTask();
            var cancel = Task.Run(crossing.Cancel);
            Write();
            await ((Task)wait).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            Read();

            using var never = new CancellationTokenSource();
            var next = _watched.WaitAsync(never.Token).AsTask();
            await cancel;
            // A late event of the first wait may end this one, which is allowed. A late cancellation may not.
            Write();
            await next;
            Read();
        }
    }

    private void WaitOnce()
    {
        var wait = _watched.WaitAsync(CancellationToken.None);
        Write();
        SpinWait spin = default;
        while (!wait.IsCompleted)
        {
            spin.SpinOnce(sleep1Threshold: -1);
        }

        wait.GetAwaiter().GetResult();
        Read();
    }

    private unsafe void Write()
    {
        byte one = 1;
        if (LibC.write(_pipe.WriteEnd, &one, 1) != 1)
        {
            throw new IOException(LibC.LastErrorText());
        }
    }

    private unsafe void Read()
    {
        byte one;
        _ = LibC.read(_readEnd, &one, 1);
    }
}
