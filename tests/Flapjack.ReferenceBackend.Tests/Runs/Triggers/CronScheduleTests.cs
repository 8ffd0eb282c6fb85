using Flapjack.ReferenceBackend.Runs.Triggers;

namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

public sealed class CronScheduleTests
{
    /// <summary>Expressions, each with the minutes that it names and whether it repeats within the day.</summary>
    public static TheoryData<string, string> Years
    {
        get
        {
            var years = new TheoryData<string, string>();
            foreach (var zone in new[] { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "America/Santiago" })
            {
                foreach (var expression in new[] { "30 2 * * *", "0 9 * * MON", "*/20 * * * *", "15 */3 * * *", "0 0 1 * *", "30 1,2 * * *" })
                {
                    years.Add(zone, expression);
                }
            }

            return years;
        }
    }

    [Theory]
    [MemberData(nameof(Years))]
    public void The_occurrences_of_a_year_are_those_that_counting_minutes_gives(string timeZone, string expression)
    {
        var (matches, comesTwice) = MeaningOf(expression);
        var schedule = new CronSchedule(expression, timeZone);

        var found = new List<DateTimeOffset>();
        for (var next = schedule.After(new(2025, 12, 31, 23, 59, 59, TimeSpan.Zero)); next is { Year: 2026 } at; next = schedule.After(at))
        {
            found.Add(at);
        }

        found.Should().Equal(NaiveCron.Of(TimeZoneInfo.FindSystemTimeZoneById(timeZone), 2026, matches, comesTwice));
    }

    [Fact]
    public void A_time_that_the_spring_leaves_out_is_the_end_of_the_gap_and_a_time_that_comes_twice_counts_once()
    {
        var schedule = new CronSchedule("30 2 * * *", "Europe/Berlin");

        schedule.After(Utc(2026, 3, 28, 12)).Should().Be(Utc(2026, 3, 29, 1), "the clocks go from 2:00 to 3:00, which is 1:00 in UTC");
        schedule.After(Utc(2026, 10, 24, 12)).Should().Be(Utc(2026, 10, 25, 0, 30));
        schedule.After(Utc(2026, 10, 25, 0, 30)).Should().Be(Utc(2026, 10, 26, 1, 30));
    }

    [Fact]
    public void Of_several_missed_occurrences_the_latest_counts_and_none_that_is_older_than_a_day()
    {
        var daily = new CronSchedule("0 9 * * *", null);
        var weekly = new CronSchedule("0 9 * * MON", null);

        daily.LatestOf(Utc(2026, 1, 5, 9), Utc(2026, 1, 5, 8)).Should().BeNull();
        daily.LatestOf(Utc(2026, 1, 5, 9), Utc(2026, 1, 5, 9)).Should().Be(Utc(2026, 1, 5, 9));
        daily.LatestOf(Utc(2026, 1, 5, 9), Utc(2026, 3, 5, 8)).Should().Be(Utc(2026, 3, 4, 9));
        weekly.LatestOf(Utc(2026, 1, 5, 9), Utc(2026, 1, 6, 9)).Should().Be(Utc(2026, 1, 5, 9), "it is just 24 hours old");
        weekly.LatestOf(Utc(2026, 1, 5, 9), Utc(2026, 1, 6, 9, 1)).Should().BeNull();
    }

    [Fact]
    public void An_occurrence_that_was_moved_out_of_a_gap_starts_a_run()
    {
        var schedule = new CronSchedule("30 2 * * *", "Europe/Berlin");
        var moved = Utc(2026, 3, 29, 1);

        schedule.LatestOf(moved, moved).Should().Be(moved);
        schedule.LatestOf(Utc(2026, 3, 1, 1, 30), moved).Should().Be(moved);
        schedule.LatestOf(Utc(2026, 3, 1, 1, 30), moved.AddHours(23)).Should().Be(moved);
        schedule.LatestOf(Utc(2026, 3, 1, 1, 30), moved.AddHours(24)).Should().Be(Utc(2026, 3, 30, 0, 30));
    }

    [Theory]
    [InlineData("UTC", true)]
    [InlineData("Etc/UTC", true)]
    [InlineData("Europe/Berlin", true)]
    [InlineData("America/Argentina/Buenos_Aires", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("", false)]
    [InlineData("utc", false)]
    [InlineData("EUROPE/BERLIN", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("Europe", false)]
    [InlineData("Mars/Olympus", false)]
    [InlineData("/etc/localtime", false)]
    [InlineData("../zoneinfo/Europe/Berlin", false)]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin", false)]
    [InlineData("Europe//Berlin", false)]
    [InlineData("Europe/Berlin/", false)]
    [InlineData("Europe/Berlin\0", false)]
    public void A_time_zone_is_known_by_its_own_name_only(string name, bool isTimeZone)
    {
        // .NET keeps the zones that were asked for.
        CronSchedule.IsTimeZone("Europe/Berlin").Should().BeTrue();

        CronSchedule.IsTimeZone(name).Should().Be(isTimeZone);
    }

    [Theory]
    [InlineData("0 9 * * MON", true)]
    [InlineData("*/5 0-6 1,15 JAN-MAR ?", true)]
    [InlineData("0 0 29 2 *", true)]
    [InlineData("0 0 L * *", true)]
    [InlineData("", false)]
    [InlineData("0 9 * *", false)]
    [InlineData("0 0 9 * * MON", false)]
    [InlineData("0 0 31 2 *", false)]
    [InlineData("@daily", false)]
    [InlineData("H 9 * * *", false)]
    [InlineData("TZ=Europe/Berlin 0 9 * * *", false)]
    public void An_expression_has_five_fields_and_comes_true(string text, bool isExpression) => CronSchedule.IsExpression(text).Should().Be(isExpression);

    private static (Func<DateTime, bool> Matches, bool ComesTwice) MeaningOf(string expression) => expression switch
    {
        "30 2 * * *" => (time => time is { Hour: 2, Minute: 30 }, false),
        "0 9 * * MON" => (time => time is { Hour: 9, Minute: 0, DayOfWeek: DayOfWeek.Monday }, false),
        "*/20 * * * *" => (time => time.Minute % 20 == 0, true),
        "15 */3 * * *" => (time => time.Minute == 15 && time.Hour % 3 == 0, true),
        "0 0 1 * *" => (time => time is { Day: 1, Hour: 0, Minute: 0 }, false),
        "30 1,2 * * *" => (time => time is { Hour: 1 or 2, Minute: 30 }, false),
        _ => throw new ArgumentException($"What '{expression}' means is not known.", nameof(expression)),
    };

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute = 0) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);
}
