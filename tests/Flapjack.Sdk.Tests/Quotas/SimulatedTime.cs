using Microsoft.Extensions.Time.Testing;

namespace Flapjack.Sdk.Tests.Quotas;

/// <summary>A clock that moves on only when everybody waits: for the time, or elsewhere. So a simulation does not depend on the machine's speed.</summary>
internal sealed class SimulatedTime : FakeTimeProvider
{
    private readonly Lock _lock = new();
    private readonly PriorityQueue<TaskCompletionSource, DateTimeOffset> _sleepers = new();
    private int _asleep;
    private int _alive;
    private DateTimeOffset _alarm = DateTimeOffset.MaxValue;

    /// <summary>Waits for that much of the simulation to pass.</summary>
    public async Task Sleep(TimeSpan time, CancellationToken cancellationToken = default)
    {
        var sleeper = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _sleepers.Enqueue(sleeper, GetUtcNow() + time);
            _asleep++;
        }

        await using var waking = cancellationToken.Register(() => Wake(() => sleeper.TrySetCanceled(cancellationToken)));
        await sleeper.Task;
    }

    /// <summary>Takes part until it ends.</summary>
    public async Task Live(Func<Task> life)
    {
        Interlocked.Increment(ref _alive);
        try
        {
            await Task.Yield();
            await life();
        }
        finally
        {
            Interlocked.Decrement(ref _alive);
        }
    }

    /// <summary>Lets time pass until nobody takes part any more.</summary>
    /// <param name="elsewhere">How many wait for something else than the time.</param>
    public async Task Run(Func<int> elsewhere)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (Volatile.Read(ref _alive) is var alive and > 0)
        {
            limit.Token.ThrowIfCancellationRequested();
            // In this order: whoever moves meanwhile is missing from the sum, and is waited for.
            if (Volatile.Read(ref _asleep) + elsewhere() != alive)
            {
                await Task.Yield();
                continue;
            }

            MoveOn();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new OnlyTimer(this, base.CreateTimer(callback, state, dueTime, period));

    private void MoveOn()
    {
        DateTimeOffset next;
        lock (_lock)
        {
            next = _sleepers.TryPeek(out _, out var due) && due < _alarm ? due : _alarm;
            next.Should().BeBefore(DateTimeOffset.MaxValue, "everybody waits, and nobody will ever wake them");
        }

        _alarm = next == _alarm ? DateTimeOffset.MaxValue : _alarm;
        Advance(next > GetUtcNow() ? next - GetUtcNow() : TimeSpan.Zero);
        lock (_lock)
        {
            while (_sleepers.TryPeek(out var sleeper, out var due) && due <= next)
            {
                _sleepers.Dequeue();
                Wake(sleeper.TrySetResult);
            }
        }
    }

    private void Wake(Func<bool> wake)
    {
        lock (_lock)
        {
            // Before it runs on: it must not be taken for asleep then.
            _asleep--;
            _asleep += wake() ? 0 : 1;
        }
    }

    /// <summary>The governor's timer; a second one would be a mistake.</summary>
    private sealed class OnlyTimer(SimulatedTime time, ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time._alarm = dueTime == Timeout.InfiniteTimeSpan ? DateTimeOffset.MaxValue : time.GetUtcNow() + dueTime;
            return timer.Change(dueTime, period);
        }

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
