using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Testing;

/// <summary>A clock that moves only when told to, and that tells when somebody has begun to wait on it.</summary>
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

    /// <summary>Returns when somebody waits for just this long; each waiting counts once.</summary>
    public async Task IsArmedAsync(TimeSpan wait)
    {
        while (await _timers.Reader.ReadAsync().AsTask().WaitAsync(Patience) != wait)
        {
        }
    }

    /// <summary>Lets that long pass whenever somebody waits for just this long, until the task has ended.</summary>
    public async Task<T> PassUntilAsync<T>(Task<T> task, TimeSpan wait)
    {
        while (!task.IsCompleted)
        {
            await IsArmedAsync(wait);
            Advance(wait);
            // Whoever waited may have given up before: then it is the next one's turn. Otherwise the task ends at once.
            await Task.WhenAny(task, Task.Delay(TimeSpan.FromMilliseconds(200), System));
        }

        return await task;
    }
}
