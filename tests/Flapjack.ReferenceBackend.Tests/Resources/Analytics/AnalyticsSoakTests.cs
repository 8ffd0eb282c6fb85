using System.Diagnostics;
using Flapjack.ReferenceBackend.Resources.Analytics;
using Flapjack.ReferenceBackend.Resources.Runners;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;
using Xunit.Abstractions;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

[Trait("Category", "Soak")]
public sealed class AnalyticsSoakTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The limit is far above what it takes (about half a second on a busy machine of 2026), and far below what reading the others would take.</summary>
    [SoakFact]
    public void A_hundred_thousand_runs_are_counted_soon_although_a_million_of_others_lie_between_them()
    {
        using var folder = new TempFolder();
        using var store = Store.Open(Path.Combine(folder.Path, "soak.db"), BackendSchema.All);
        Fill(store);
        var period = UsagePeriod.UpTo(Now, 90);

        var (mine, others) = (0L, 0L);
        var ofRunner = Time("runner", () => mine = (long)new RunnerAnalytics(store).Of(new("r0", "o0", Now, Now, new()), period)["summary"]!["total_runs"]!);
        var ofOrg = Time("organization", () => others = (long)new AnalyticsQueries(store).Of("o0", null, period)["summary"]!["total_turns"]!);
        var ofAgent = Time("agent", () => new AnalyticsQueries(store).Of("o0", "a0", period));

        (mine, others).Should().Be((100_000, 100_000));
        new[] { ofRunner, ofOrg, ofAgent }.Should().OnlyContain(time => time < TimeSpan.FromSeconds(5));
    }

    private TimeSpan Time(string what, Action question)
    {
        question();
        var watch = Stopwatch.StartNew();
        question();
        output.WriteLine($"{what}: {watch.ElapsedMilliseconds} ms");
        return watch.Elapsed;
    }

    // Every eleventh run and event is of the first runner, whose organization and agent have no others. There is an event every seven seconds.
    private static void Fill(Store store) => store.Write(db =>
    {
        (string Name, object? Value)[] values = [("$now", Now)];
        db.Execute("WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 20) INSERT INTO orgs (id) SELECT 'o' || n FROM n");
        db.Execute("INSERT INTO agents (id, org_id, name) SELECT 'a' || substr(id, 2), id, 'agent' FROM orgs");
        db.Execute("INSERT INTO runners (id, org_id, created_at, updated_at, document) SELECT 'r' || substr(id, 2), id, 0, 0, '{}' FROM orgs");
        const string Numbers =
            """
            WITH RECURSIVE n (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n < 1099999),
            m AS (SELECT n, CASE n % 11 WHEN 0 THEN 0 ELSE 1 + n % 20 END AS who, $now - 7000 * (1099999 - n) AS at FROM n)
            """;
        db.Execute(
            $"""
            {Numbers}
            INSERT INTO runner_runs (id, org_id, runner_id, status, input, created_at, started_at, ended_at, origin, actor_kind, actor_id)
            SELECT printf('run%07d', n), 'o' || who, 'r' || who, CASE n % 4 WHEN 0 THEN 'failed' ELSE 'completed' END, printf('%.200c', 'x'), at, at + 1, at + n % 9999, 'api', 'user', 'u'
            FROM m
            """,
            values);
        db.Execute(
            $"""
            {Numbers}
            INSERT INTO usage_events (org_id, at, agent_id, runner_id, run_id, thread_id, session_id, user_id, model, credential_source,
                input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost_nano_usd, duration_ms)
            SELECT 'o' || who, at, 'a' || who, 'r' || who, 'run' || n, 'thread' || n % 999, 'thread' || n % 999, 'user' || n % 99, 'gpt-' || n % 5, 'platform',
                n % 7777, n % 99, 0, 0, n, n % 9999
            FROM m
            """,
            values);
    });
}
