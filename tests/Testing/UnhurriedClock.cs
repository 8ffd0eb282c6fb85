namespace Testing;

/// <summary>
/// A clock with real pauses of less than a second. A longer wait is a budget of the client and never runs out, so that the outcome of a test does
/// not depend on how busy its machine is.
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
