namespace Flapjack.ReferenceBackend.Webhooks;

/// <summary>Decides when a webhook that was not delivered is tried again: up to seven times, over about a day.</summary>
/// <param name="random">Spreads the attempts, so that a receiver that works again does not get all of them at once.</param>
internal sealed class WebhookRetryPlan(Random random)
{
    private const double Spread = 0.1;

    private static readonly TimeSpan LongestAskedFor = TimeSpan.FromHours(1);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(6),
        TimeSpan.FromHours(15),
    ];

    private readonly Lock _lock = new();

    /// <summary>How long to wait for the next attempt.</summary>
    /// <param name="failed">How many attempts have failed, one at least.</param>
    /// <param name="askedFor">How long the receiver wants to be left alone; it may make the pause longer, up to an hour, and never shorter.</param>
    /// <returns>The pause; null when there is no further attempt.</returns>
    public TimeSpan? PauseAfter(int failed, TimeSpan? askedFor)
    {
        if (failed > Pauses.Length)
        {
            return null;
        }

        var planned = Pauses[failed - 1] * Factor();
        var asked = askedFor > LongestAskedFor ? LongestAskedFor : askedFor;
        return asked > planned ? asked : planned;
    }

    /// <summary>What is left of a pause that may have begun in an earlier process; never more than the longest pause, even if the clock was changed.</summary>
    public static TimeSpan Remaining(int failed, DateTimeOffset? nextAttemptAt, DateTimeOffset now)
    {
        if (nextAttemptAt <= now || nextAttemptAt is null || failed is < 1 || failed > Pauses.Length)
        {
            return TimeSpan.Zero;
        }

        var longest = Pauses[failed - 1] * (1 + Spread);
        var limit = longest > LongestAskedFor ? longest : LongestAskedFor;
        var left = nextAttemptAt.Value - now;
        return left > limit ? limit : left;
    }

    private double Factor()
    {
        // A Random that was made with a seed allows only one caller at a time.
        lock (_lock)
        {
            return 1 - Spread + (2 * Spread * random.NextDouble());
        }
    }
}
