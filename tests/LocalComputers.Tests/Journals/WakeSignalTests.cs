using LocalComputers.Journals;

namespace LocalComputers.Tests.Journals;

/// <summary>A waiter sees everything that happened before a signal, however signals and waits meet.</summary>
public sealed class WakeSignalTests
{
    [Fact]
    public async Task A_signal_that_came_before_the_wait_ends_it_once()
    {
        var signal = new WakeSignal();
        signal.Set();
        signal.Set();

        await signal.WaitAsync();

        var next = signal.WaitAsync().AsTask();
        next.IsCompleted.Should().BeFalse("two signals without a waiter between them are one");
        signal.Set();
        await next.WaitAsync(Limit.Time);
    }

    [Fact]
    public async Task No_signal_is_lost_and_none_breaks_a_later_wait()
    {
        const int Last = 200_000;
        var signal = new WakeSignal();
        var said = 0;
        var speaker = Task.Run(() =>
        {
            for (var n = 1; n <= Last; n++)
            {
                Volatile.Write(ref said, n);
                signal.Set();
            }
        });

        var listener = Task.Run(async () =>
        {
            while (Volatile.Read(ref said) < Last)
            {
                await signal.WaitAsync();
            }
        });

        await Task.WhenAll(speaker, listener).WaitAsync(Limit.Time);
    }
}
