namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

public sealed class CronFiringTests : IDisposable
{
    private readonly CronWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData(1, "Europe/Berlin", 2, 0)]
    [InlineData(2, "America/New_York", 1, 0)]
    [InlineData(3, "Australia/Lord_Howe", 1, 45)]
    public void A_year_with_daylight_saving_and_crashes_starts_one_run_for_each_occurrence(int seed, string timeZone, int hour, int minute)
    {
        var random = new Random(seed);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(timeZone);
        var runner = _world.AddRunner();
        var (daily, often) = (_world.AddTrigger(runner, "30 2 * * *", timeZone), _world.AddTrigger(runner, $"{minute} {hour}-23/6 * * *", timeZone));
        var end = new DateTimeOffset(2026, 12, 31, 23, 59, 59, TimeSpan.Zero);

        while (_world.Clock.GetUtcNow() < end)
        {
            var left = end - _world.Clock.GetUtcNow();
            // In the night in which a time comes twice, no step passes both at once.
            var step = TimeSpan.FromMinutes(random.Next(1, ComesTwiceSoon(zone, _world.Clock.GetUtcNow()) ? 20 : 240));
            _world.Clock.Advance(step < left ? step : left);
            // A crash comes after the run was stored, and before the trigger was moved to its next occurrence.
            _world.AfterStart = random.Next(4) == 0 ? _ => throw new IOException("The backend dies.") : null;
            _world.Fire();
        }

        _world.AfterStart = null;
        _world.Fire();

        _world.RunsOf(daily).Should().Equal(After(NaiveCron.Of(zone, 2026, time => time is { Hour: 2, Minute: 30 }, comesTwice: false)));
        _world.RunsOf(often).Should().Equal(After(NaiveCron.Of(zone, 2026, time => time.Minute == minute && time.Hour % 6 == hour, comesTwice: true)));
        _world.Repeats.Should().BePositive("some crashes came between the run and the move of the trigger");
    }

    private static bool ComesTwiceSoon(TimeZoneInfo zone, DateTimeOffset now) =>
        Enumerable.Range(0, 18).Any(part => zone.IsAmbiguousTime(now.AddMinutes(15 * part)));

    [Fact]
    public void A_clock_that_passes_many_occurrences_at_once_starts_one_run_for_the_latest_of_them()
    {
        var trigger = _world.AddTrigger(_world.AddRunner(), "*/10 * * * *");

        _world.Clock.Advance(TimeSpan.FromDays(365));
        var next = _world.Fire();

        _world.RunsOf(trigger).Should().Equal(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        next.Should().Be(new DateTimeOffset(2027, 1, 1, 0, 10, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task An_occurrence_that_is_more_than_a_day_old_starts_no_run_and_the_log_says_so()
    {
        var trigger = _world.AddTrigger(_world.AddRunner(), "0 9 * * MON");

        _world.Clock.Advance(TimeSpan.FromDays(8));
        var next = _world.Fire();

        _world.RunsOf(trigger).Should().BeEmpty();
        next.Should().Be(new DateTimeOffset(2026, 1, 12, 9, 0, 0, TimeSpan.Zero));
        (await _world.Log.NextAsync()).Should().StartWith("Warning").And.Contain(trigger);
    }

    [Fact]
    public void A_trigger_that_fails_keeps_no_other_from_its_run_and_is_tried_again_for_the_same_occurrence()
    {
        var (broken, well) = (_world.AddTrigger(_world.AddRunner(), "0 1 * * *"), _world.AddTrigger(_world.AddRunner(), "0 1 * * *"));
        _world.BeforeStart = start => _ = start.TriggerId == broken ? throw new IOException("No space left on device") : 0;
        _world.Clock.Advance(TimeSpan.FromHours(1));

        var retry = _world.Fire();
        var meanwhile = _world.RunsOf(broken).Count;
        _world.BeforeStart = null;
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        var next = _world.Fire();

        retry.Should().Be(_world.Clock.GetUtcNow());
        meanwhile.Should().Be(0);
        var occurrence = new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.Zero);
        _world.RunsOf(broken).Should().Equal(occurrence);
        _world.RunsOf(well).Should().Equal(occurrence);
        next.Should().Be(occurrence.AddDays(1));
        _world.Log.Errors.Should().ContainSingle().Which.Should().Contain(broken);
    }

    [Fact]
    public void A_trigger_whose_schedule_can_no_longer_be_read_keeps_no_other_from_its_run()
    {
        var (broken, well) = (_world.AddTrigger(_world.AddRunner(), "0 1 * * *"), _world.AddTrigger(_world.AddRunner(), "0 1 * * *"));
        _world.Store.Write(db => db.Execute("UPDATE runner_triggers SET document = json_set(document, '$.time_zone', 'Mars/Olympus') WHERE id = $id", ("$id", broken)));
        _world.Clock.Advance(TimeSpan.FromHours(1));

        _world.Fire();

        (_world.RunsOf(broken).Count, _world.RunsOf(well).Count).Should().Be((0, 1));
    }

    [Fact]
    public void A_runner_that_is_deleted_while_its_trigger_fires_disturbs_nobody()
    {
        var (doomed, well) = (_world.AddRunner(), _world.AddRunner());
        var (first, second) = (_world.AddTrigger(doomed, "0 1 * * *"), _world.AddTrigger(well, "0 1 * * *"));
        _world.BeforeStart = start => (start.TriggerId == first ? (Action)(() => _world.RemoveRunner(doomed)) : () => { })();
        _world.Clock.Advance(TimeSpan.FromHours(1));

        _world.Fire();

        (_world.RunsOf(first).Count, _world.RunsOf(second).Count).Should().Be((0, 1));
        _world.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public void A_trigger_that_is_deleted_while_it_fires_disturbs_nobody()
    {
        var runner = _world.AddRunner();
        var (first, second) = (_world.AddTrigger(runner, "0 1 * * *"), _world.AddTrigger(runner, "0 1 * * *"));
        _world.BeforeStart = start => _world.Store.Write(db => db.Execute("DELETE FROM runner_triggers WHERE id = $id AND id = $first", ("$id", start.TriggerId), ("$first", first)));
        _world.Clock.Advance(TimeSpan.FromHours(1));

        _world.Fire();

        (_world.RunsOf(first).Count, _world.RunsOf(second).Count).Should().Be((0, 1));
        _world.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public void The_organizations_take_turns()
    {
        var crowd = _world.AddRunner(_world.AddOrg());
        var many = Enumerable.Range(0, 50).Select(_ => _world.AddTrigger(crowd, "0 1 * * *")).ToList();
        var alone = _world.AddTrigger(_world.AddRunner(_world.AddOrg()), "30 1 * * *");
        var order = new List<string>();
        _world.BeforeStart = start => order.Add(start.TriggerId!);
        _world.Clock.Advance(TimeSpan.FromHours(2));

        _world.Fire();

        order.IndexOf(alone).Should().BeLessThan(2);
        order.Should().BeEquivalentTo(many.Append(alone));
    }

    [Fact]
    public void What_is_due_and_what_comes_next_is_found_in_an_index()
    {
        string[] plans =
        [
            .. PlanOf("SELECT id FROM runner_triggers WHERE next_at <= 1"),
            .. PlanOf("SELECT min(next_at) FROM runner_triggers WHERE next_at > 1"),
            .. PlanOf("SELECT 1 FROM runner_runs WHERE trigger_id = 'x'"),
        ];

        plans.Should().HaveCount(3).And.OnlyContain(plan => plan.StartsWith("SEARCH", StringComparison.Ordinal) && plan.Contains("INDEX", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_waits_for_the_clock_without_a_cron_trigger()
    {
        var runner = _world.AddRunner();
        _world.AddTrigger(runner, "0 1 * * *");

        var before = _world.Fire();
        _world.RemoveRunner(runner);

        before.Should().NotBeNull();
        _world.Fire().Should().BeNull();
    }

    private List<string> PlanOf(string sql) => _world.Store.Read(db => db.Query("EXPLAIN QUERY PLAN " + sql, row => row.GetString(3)));

    // The world begins half a minute into the year.
    private static IEnumerable<DateTimeOffset> After(IEnumerable<DateTimeOffset> occurrences) => occurrences.Where(occurrence => occurrence > new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero));
}
