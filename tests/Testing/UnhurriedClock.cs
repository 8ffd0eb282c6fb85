namespace Testing;

/// <summary>
/// The real time for pauses of less than a second. Every longer wait is a budget, and never runs out: what a client gives up after a second
/// must not depend on how busy the machine is that runs its test.
/// </summary>
internal sealed class UnhurriedClock : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new UnhurriedTimer(base.CreateTimer(callback, state, Unhurried(dueTime), period));

    private static TimeSpan Unhurried(TimeSpan dueTime) => dueTime < TimeSpan.FromSeconds(1) ? dueTime : Timeout.InfiniteTimeSpan;

    private sealed class UnhurriedTimer(ITimer timer) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(Unhurried(dueTime), period);

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
