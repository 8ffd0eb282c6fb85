using Cronos;

namespace Flapjack.ReferenceBackend.Runs.Triggers;

/// <summary>
/// When a cron trigger starts runs: five fields in a time zone, as Cronos reads them. A time that the spring leaves out is moved to the end of the gap. A
/// time that comes twice in autumn counts once if the expression names an hour and a minute, and twice if it repeats within the day.
/// </summary>
internal sealed class CronSchedule
{
    /// <summary>The time zone of an expression that names none.</summary>
    public const string DefaultTimeZone = "UTC";

    /// <summary>How old an occurrence may be at most when it starts a run.</summary>
    public static readonly TimeSpan LongestDelay = TimeSpan.FromHours(24);

    private readonly CronExpression _expression;
    private readonly TimeZoneInfo _zone;

    /// <param name="expression">The expression.</param>
    /// <param name="timeZone">The time zone; null for UTC.</param>
    /// <exception cref="FormatException">The expression is none.</exception>
    /// <exception cref="TimeZoneNotFoundException">This machine does not know the time zone.</exception>
    public CronSchedule(string expression, string? timeZone) =>
        (_expression, _zone) = (CronExpression.Parse(expression), TimeZoneInfo.FindSystemTimeZoneById(timeZone ?? DefaultTimeZone));

    /// <summary>Whether a text is an expression of five fields that comes true at some time.</summary>
    // Cronos reads macros such as @daily too, which the contract does not name. An expression such as 0 0 31 2 * is well-formed, but never comes true.
    public static bool IsExpression(string text) =>
        !text.Contains('@', StringComparison.Ordinal)
        && CronExpression.TryParse(text, out var cron)
        && cron.GetNextOccurrence(DateTime.UnixEpoch, inclusive: true) is not null;

    /// <summary>Whether a text is the name of a time zone in the database of IANA, exactly as it is written there.</summary>
    // The name becomes a part of a path where the machine keeps its zones, so it must not leave that folder. .NET finds names in other letters only
    // after the right name was asked for once, so such a trigger would fail after a restart.
    public static bool IsTimeZone(string text) =>
        text.Split('/').All(part => part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '+'))
        && TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone)
        && zone.HasIanaId
        && zone.Id == text;

    /// <summary>The first occurrence after a time; null if there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset time) => _expression.GetNextOccurrence(time, _zone)?.ToUniversalTime();

    /// <summary>
    /// The one occurrence that starts a run when the clock has reached or passed several of them: the latest. Null if the latest is too old. It does not
    /// matter whether the backend was down meanwhile, the machine slept, or a test moved the clock.
    /// </summary>
    /// <param name="due">The first occurrence that has started no run yet.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? LatestOf(DateTimeOffset due, DateTimeOffset now)
    {
        var oldest = now - LongestDelay;
        // An occurrence that was moved out of a gap does not match the expression, so no occurrence is looked for at its own time, but only before it.
        DateTimeOffset? latest = null;
        for (var next = due < oldest ? After(oldest.AddTicks(-1)) : due; next <= now; next = After(next.Value))
        {
            latest = next;
        }

        return latest;
    }
}
