namespace Shared.Wire.Http;

/// <summary>How long a server without heartbeats may be silent about a command, because the command itself may be silent until its end.</summary>
internal static class SilenceBudget
{
    /// <summary>The time that the service may need beyond the command's own: to wake a computer, to kill a command that ran into its timeout, to
    /// send the last event.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    // Timers take no more than about 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>The budget of the options or, if it is longer, the command's own time and the margin.</summary>
    public static TimeSpan For(TimeSpan mayTake, TimeSpan budget) =>
        budget == Timeout.InfiniteTimeSpan || mayTake > LongestTimer ? Timeout.InfiniteTimeSpan
        : budget > mayTake + Margin ? budget
        : mayTake + Margin;
}
