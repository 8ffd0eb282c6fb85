namespace Shared.Wire.Http;

/// <summary>How long to wait before the next attempt.</summary>
internal static class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    /// <summary>The longer of what the service asks for and a pause of our own, so that a service that asks for nothing is not hammered.</summary>
    /// <param name="attempt">How many repeats there were already; the pause doubles with each.</param>
    /// <param name="first">The pause before the first repeat.</param>
    /// <param name="asked">How long the service asks to wait; null when it did not say.</param>
    public static TimeSpan Delay(int attempt, TimeSpan first, TimeSpan? asked)
    {
        var most = LongestPause(attempt, first).TotalMilliseconds;
        // The pause is between half of it and all of it, so that many clients that lost the same server do not all come back at once. Timers drop
        // fractions of a millisecond.
        var pause = TimeSpan.FromMilliseconds(Math.Ceiling(most * (0.5 + (Random.Shared.NextDouble() / 2))));
        return asked > pause ? asked.Value : pause;
    }

    /// <summary>The longest that a pause of our own can be.</summary>
    /// <param name="attempt">How many repeats there were already.</param>
    /// <param name="first">The pause before the first repeat.</param>
    public static TimeSpan LongestPause(int attempt, TimeSpan first)
    {
        var longest = first > Longest ? first : Longest;
        return TimeSpan.FromMilliseconds(Math.Min(first.TotalMilliseconds * Math.Pow(2, attempt), longest.TotalMilliseconds));
    }
}
