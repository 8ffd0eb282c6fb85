namespace Shared.Wire.Http;

/// <summary>How long a server that sends no heartbeats may be silent over a command that may itself be silent to its end.</summary>
internal static class SilenceBudget
{
    /// <summary>What the service may need beside the command: to wake the computer, to kill what ran into its timeout, to send the last event.</summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(2);

    // Timers take no more than about 49 days.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    /// <summary>The budget of the options or, if it is longer, the command's own time and the margin.</summary>
    public static TimeSpan For(TimeSpan mayTake, TimeSpan budget) =>
        budget == Timeout.InfiniteTimeSpan || mayTake > LongestTimer ? Timeout.InfiniteTimeSpan
        : budget > mayTake + Margin ? budget
        : mayTake + Margin;
}
