using Flapjack.ReferenceBackend.Runs.Triggers;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

public sealed class CronClockTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_trigger_that_is_added_while_the_clock_waits_for_another_starts_its_runs_in_time()
    {
        await using var backend = await ClockedBackend.StartAsync(_clock);
        var runner = await backend.AddRunnerAsync();
        var late = (await backend.AddTriggerAsync(runner, """{"kind":"cron","cronExpression":"0 0 1 12 *"}""")).Text("id");
        var soon = await backend.AddTriggerAsync(runner, """{"kind":"cron","cronExpression":"30 2 * * *","timeZone":"Europe/Berlin","input":{"topic":"AI news"}}""");
        var id = soon.Text("id");

        soon.Text("next_run_at").Should().Be("2026-03-29T01:00:00Z", "at 2:00 the clocks of Berlin go to 3:00");
        _clock.Advance(TimeSpan.FromHours(13));
        await backend.HasStartedAsync(id, 1);
        _clock.Advance(TimeSpan.FromHours(24));
        await backend.HasStartedAsync(id, 2);

        backend.RunsOf(id).Should().Equal(
            """2026-03-29T01:00:00Z cron trigger itself {"topic":"AI news"}""", """2026-03-30T00:30:00Z cron trigger itself {"topic":"AI news"}""");
        backend.RunsOf(late).Should().BeEmpty();
        var shown = (await backend.TriggersAsync(runner)).Json[1];
        shown.GetProperty("last_run_at").GetString().Should().Be("2026-03-30T01:00:00Z");
    }

    [Fact]
    public async Task A_trigger_waits_for_longer_than_any_timer_can()
    {
        using var world = new CronWorld();
        var trigger = world.AddTrigger(world.AddRunner(), "0 12 31 12 *");
        await using var cron = new CronClock(new(new(world.Store), world.Start, world.Log), world.Clock, world.Log);
        cron.Start();

        // Fifty days are more milliseconds than 32 bits hold.
        for (var days = 0; days < 350; days += 50)
        {
            world.Clock.Advance(TimeSpan.FromDays(50));
            world.RunsOf(trigger).Should().BeEmpty();
        }

        world.Clock.Advance(new DateTimeOffset(2026, 12, 31, 12, 0, 0, TimeSpan.Zero) - world.Clock.GetUtcNow());
        await Eventually.HoldsAsync(() => world.RunsOf(trigger).Count > 0, "the trigger starts its run");

        world.Log.Errors.Should().BeEmpty();
    }

    [Fact]
    public async Task A_store_that_can_not_be_read_for_a_while_keeps_no_trigger_from_its_later_runs()
    {
        using var world = new CronWorld();
        var trigger = world.AddTrigger(world.AddRunner(), "0 1 * * *");
        world.Store.Write(db => db.Execute("ALTER TABLE runner_triggers RENAME TO elsewhere"));
        await using var cron = new CronClock(new(new(world.Store), world.Start, world.Log), world.Clock, world.Log);
        cron.Start();
        var told = await world.Log.NextAsync();
        world.Store.Write(db => db.Execute("ALTER TABLE elsewhere RENAME TO runner_triggers"));

        world.Clock.Advance(TimeSpan.FromHours(2));
        await Eventually.HoldsAsync(() => world.RunsOf(trigger).Count > 0, "the trigger starts its run");

        told.Should().StartWith("Error: The cron triggers could not be read");
    }

    [Fact]
    public async Task What_a_backend_that_was_down_has_missed_is_started_once_by_its_successor()
    {
        string runner, trigger;
        await using (var first = await ClockedBackend.StartAsync(_clock, _folder.Path))
        {
            runner = await first.AddRunnerAsync();
            trigger = (await first.AddTriggerAsync(runner, """{"kind":"cron","cronExpression":"0 * * * *"}""")).Text("id");
            _clock.Advance(TimeSpan.FromHours(1));
            await first.HasStartedAsync(trigger, 1);
        }

        _clock.Advance(TimeSpan.FromHours(5));
        await using (var second = await ClockedBackend.StartAsync(_clock, _folder.Path))
        {
            await second.HasStartedAsync(trigger, 2);
        }

        await using var third = await ClockedBackend.StartAsync(_clock, _folder.Path);
        _clock.Advance(TimeSpan.FromHours(1));
        await third.HasStartedAsync(trigger, 3);

        third.RunsOf(trigger).Should().Equal(
            "2026-03-28T13:00:00Z cron trigger itself null", "2026-03-28T18:00:00Z cron trigger itself null", "2026-03-28T19:00:00Z cron trigger itself null");
        await Eventually.HoldsAsync(
            async () => (await third.TriggersAsync(runner)).Json[0].GetProperty("next_run_at").GetString() == "2026-03-28T20:00:00Z", "the trigger waits for its next occurrence");
    }

    [Fact]
    public async Task A_trigger_that_was_deleted_starts_no_run_and_its_runs_stay()
    {
        await using var backend = await ClockedBackend.StartAsync(_clock);
        var runner = await backend.AddRunnerAsync();
        var gone = (await backend.AddTriggerAsync(runner, """{"kind":"cron","cronExpression":"0 * * * *"}""")).Text("id");
        var other = (await backend.AddTriggerAsync(runner, """{"kind":"cron","cronExpression":"0 * * * *"}""")).Text("id");
        _clock.Advance(TimeSpan.FromHours(1));
        await backend.HasStartedAsync(gone, 1);
        await backend.HasStartedAsync(other, 1);

        var deleted = await TestBackend.SendAsync(backend.Client, HttpMethod.Delete, $"/api/runners/{runner}/triggers/{gone}");
        _clock.Advance(TimeSpan.FromHours(1));
        await backend.HasStartedAsync(other, 2);

        (deleted.Status, deleted.Body).Should().Be((204, ""));
        backend.AllRuns().Should().Be(3);
        (await backend.TriggersAsync(runner)).Json.GetArrayLength().Should().Be(1);
    }

    [Fact]
    public async Task A_backend_ends_while_a_trigger_waits()
    {
        var log = new CapturedLog();
        var backend = await ClockedBackend.StartAsync(_clock, loggers: log);
        await backend.AddTriggerAsync(await backend.AddRunnerAsync(), """{"kind":"cron","cronExpression":"0 * * * *"}""");

        await backend.DisposeAsync();
        _clock.Advance(TimeSpan.FromDays(1));

        log.Errors.Should().BeEmpty();
    }
}
