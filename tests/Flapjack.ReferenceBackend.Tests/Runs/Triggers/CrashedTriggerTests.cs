using System.Globalization;
using System.Text.Json;
using Flapjack.ReferenceBackend.Tests.Api;
using Flapjack.ReferenceBackend.Tests.Resources.Runners;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

/// <summary>A backend that is killed around the start of a run, and started again.</summary>
public sealed class CrashedTriggerTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cron_trigger_starts_one_run_for_an_occurrence_however_often_the_backend_is_killed()
    {
        // The occurrence of today was an hour ago, and the next is tomorrow, so that it is known which occurrence starts a run.
        var occurrence = Minute(TimeProvider.System.GetUtcNow().AddHours(-1));
        string runner, trigger;
        using (var host = await CrashHost.StartAsync(_folder.Path))
        {
            var added = await AddAsync(host, $$"""{"kind":"cron","cronExpression":"{{occurrence.Minute}} {{occurrence.Hour}} * * *"}""");
            (runner, trigger) = (added.Text("runner_id"), added.Text("id"));
            await host.KillAsync();
        }

        for (var crash = 0; crash < 3; crash++)
        {
            // The kill came before the first start of the run, and then between the start and the move to the next occurrence.
            WithStore(db => db.Execute("UPDATE runner_triggers SET next_at = $at WHERE id = $id", ("$at", occurrence), ("$id", trigger)));
            using var host = await CrashHost.StartAsync(_folder.Path);
            await Eventually.HoldsAsync(async () => await NextOfAsync(host, runner) > TimeProvider.System.GetUtcNow(), "the trigger waits for tomorrow");
            await Eventually.HoldsAsync(async () => await RunsOfAsync(host, runner) == "completed", "the one run is completed");
            await host.KillAsync();
        }

        KeysOf(trigger).Should().Equal(occurrence.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_webhook_that_is_sent_again_after_the_crash_is_the_same_run()
    {
        HttpAnswer first;
        string trigger, secret;
        using (var host = await CrashHost.StartAsync(_folder.Path))
        {
            var added = await AddAsync(host, """{"kind":"webhook"}""");
            (trigger, secret) = (added.Text("id"), added.Text("webhook_secret"));
            first = await SendAsync(host, trigger, secret);
            await host.KillAsync();
        }

        using var again = await CrashHost.StartAsync(_folder.Path);
        var repeat = await SendAsync(again, trigger, secret);
        await again.KillAsync();

        first.Status.Should().Be(202, first.Body);
        (repeat.Status, repeat.Body).Should().Be((202, first.Body));
        KeysOf(trigger).Should().Equal("msg_1");
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.Year, time.Month, time.Day, time.Hour, time.Minute, 0, TimeSpan.Zero);

    private static async Task<HttpAnswer> AddAsync(CrashHost host, string body)
    {
        var runner = await TestBackend.SendAsync(host.Client, HttpMethod.Post, "/api/runners", """{"name":"Nightly"}""");
        var step = await TestBackend.SendAsync(host.Client, HttpMethod.Post, $"/api/runners/{runner.Text("id")}/steps", """{"kind":"agent","name":"Echo"}""");
        step.Status.Should().Be(201, step.Body);
        var added = await TestBackend.SendAsync(host.Client, HttpMethod.Post, $"/api/runners/{runner.Text("id")}/triggers", body);
        added.Status.Should().Be(201, added.Body);
        return added;
    }

    private static async Task<DateTimeOffset> NextOfAsync(CrashHost host, string runner) =>
        JsonElement.Parse(await host.Client.GetStringAsync($"/api/runners/{runner}/triggers"))[0].GetProperty("next_run_at").GetDateTimeOffset();

    private static async Task<string> RunsOfAsync(CrashHost host, string runner) => string.Join(
        ' ',
        JsonElement.Parse(await host.Client.GetStringAsync($"/api/runners/{runner}/runs")).GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("status").GetString()));

    private static Task<HttpAnswer> SendAsync(CrashHost host, string trigger, string secret) => TestBackend.SendAsync(
        host.Client, HttpMethod.Post, $"/api/triggers/{trigger}/webhook", "{}", SignedWebhook.Standard(secret, "{}", "msg_1", TimeProvider.System.GetUtcNow()));

    private List<string> KeysOf(string trigger)
    {
        using var store = Store.Open(_folder["flapjack.db"], BackendSchema.All);
        return store.Read(db => db.Query("SELECT start_key FROM runner_runs WHERE trigger_id = $id", row => row.GetString(0), ("$id", trigger)));
    }

    private void WithStore(Func<StoreSession, int> change)
    {
        using var store = Store.Open(_folder["flapjack.db"], BackendSchema.All);
        store.Write(change);
    }
}
