using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Faults;

/// <summary>A clock that stands still until it is turned, and tells when somebody has begun to wait for a given time.</summary>
internal sealed class AlarmClock(TimeSpan awaited) : FakeTimeProvider
{
    private readonly TaskCompletionSource _isAwaited = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task IsAwaitedAsync() => _isAwaited.Task.WaitAsync(FaultyBackend.Patience);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == awaited)
        {
            _isAwaited.TrySetResult();
        }

        return timer;
    }
}
