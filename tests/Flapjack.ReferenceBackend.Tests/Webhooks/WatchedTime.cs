using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Webhooks;

/// <summary>A clock that moves only when told to, and that knows when somebody has begun to wait on it.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>Is done, once, just before somebody begins to wait.</summary>
    public Action? BeforeNextTimer { get; set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var action = BeforeNextTimer;
        BeforeNextTimer = null;
        action?.Invoke();
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Waits until somebody waits for just this long, then lets that time pass.</summary>
    public async Task PassAsync(TimeSpan wait)
    {
        await IsWaitedForAsync(wait);
        Advance(wait);
    }

    /// <summary>Waits until somebody waits for just this long; each waiting counts once.</summary>
    public async Task IsWaitedForAsync(TimeSpan wait)
    {
        while (await _timers.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit) != wait)
        {
        }
    }
}
