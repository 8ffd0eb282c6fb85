using System.Globalization;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Usage;

/// <summary>Whole days in UTC, the last of which is today.</summary>
/// <param name="Days">How many days.</param>
/// <param name="Start">When the first of them begins.</param>
internal sealed record UsagePeriod(int Days, DateTimeOffset Start)
{
    private const int DefaultDays = 30;

    /// <summary>When the last of the days ends: the beginning of the next day.</summary>
    public DateTimeOffset End => Start.AddDays(Days);

    /// <summary>Each day as the answers name it, for example <c>2026-05-01</c>; the oldest first.</summary>
    public IEnumerable<string> DayNames => Enumerable.Range(0, Days).Select(n => Start.AddDays(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>How many days the query asks for.</summary>
    public static int DaysOf(QueryReader query) =>
        query.OneOf("period", "INVALID_PERIOD", "7d", "30d", "90d") is { } period ? int.Parse(period.AsSpan()[..^1], CultureInfo.InvariantCulture) : DefaultDays;

    /// <summary>The days up to the day of a moment. Which day that is does not depend on the machine's time zone.</summary>
    public static UsagePeriod UpTo(DateTimeOffset now, int days) => new(days, new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1 - days));
}
