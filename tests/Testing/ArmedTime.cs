using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Testing;

/// <summary>A clock that moves only when a test advances it. A test can wait until the code under test waits on the clock.</summary>
internal sealed class ArmedTime() : FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Returns when the code waits for just this long; each wait counts once.</summary>
    public async Task IsArmedAsync(TimeSpan wait)
    {
        while (await _timers.Reader.ReadAsync().AsTask().WaitAsync(Patience) != wait)
        {
        }
    }

    /// <summary>Advances the clock whenever the code waits for just this long, until the task has ended.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> task, TimeSpan wait)
    {
        while (!task.IsCompleted)
        {
            await IsArmedAsync(wait);
            Advance(wait);
            // The task ends at once, unless the waiter has given up before. In that case the loop waits for the next waiter.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(200), System));
        }

        return await task;
    }
}
