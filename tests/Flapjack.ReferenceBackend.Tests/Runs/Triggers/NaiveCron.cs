namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

/// <summary>The occurrences of an expression, found by looking at each minute of a year.</summary>
internal static class NaiveCron
{
    /// <param name="zone">The time zone.</param>
    /// <param name="year">The year, in UTC.</param>
    /// <param name="matches">Whether the expression names a minute of the time zone's clock.</param>
    /// <param name="comesTwice">Whether an occurrence comes again when the clock is set back.</param>
    public static List<DateTimeOffset> Of(TimeZoneInfo zone, int year, Func<DateTime, bool> matches, bool comesTwice)
    {
        var occurrences = new List<DateTimeOffset>();
        var end = new DateTime(year + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var utc = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var latest = TimeZoneInfo.ConvertTimeFromUtc(utc.AddMinutes(-1), zone);
        for (; utc < end; utc = utc.AddMinutes(1))
        {
            var local = TimeZoneInfo.ConvertTimeFromUtc(utc, zone);
            var isAgain = local <= latest;
            // When the clock is set forward, the minutes that it leaves out belong to the first minute behind them.
            var isNamed = matches(local);
            for (var leftOut = latest.AddMinutes(1); leftOut < local; leftOut = leftOut.AddMinutes(1))
            {
                isNamed |= matches(leftOut);
            }

            if (isNamed && (comesTwice || !isAgain))
            {
                occurrences.Add(utc);
            }

            latest = !isAgain || comesTwice ? local : latest;
        }

        return occurrences;
    }
}
