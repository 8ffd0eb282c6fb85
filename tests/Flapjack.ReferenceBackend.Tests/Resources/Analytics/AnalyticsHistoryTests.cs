using System.Globalization;
using Flapjack.ReferenceBackend.Resources.Analytics;
using Flapjack.ReferenceBackend.Resources.Runners;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>The answers about random histories, at moments at which calendars are odd, compared with what counting by hand gives.</summary>
public sealed class AnalyticsHistoryTests : IDisposable
{
    private readonly Store _store = Store.InMemory(BackendSchema.All);
    private readonly AnalyticsQueries _analytics;
    private readonly RunnerAnalytics _runners;

    public AnalyticsHistoryTests() => (_analytics, _runners) = (new(_store), new(_store));

    /// <summary>The moment of the question, as the machine's clock tells it, and the day in UTC that is today then.</summary>
    public static TheoryData<string, string> Moments => new()
    {
        { "2026-05-01T12:00:00+00:00", "2026-05-01" },
        // The first and the last millisecond of a day.
        { "2026-05-01T00:00:00.000+00:00", "2026-05-01" },
        { "2026-04-30T23:59:59.999+00:00", "2026-04-30" },
        // A leap day, the day behind it, and the same day of another year.
        { "2028-02-29T23:59:59.999+00:00", "2028-02-29" },
        { "2028-03-01T00:00:00+00:00", "2028-03-01" },
        { "2027-03-01T00:00:00+00:00", "2027-03-01" },
        // The turn of a year.
        { "2027-01-01T00:00:00+00:00", "2027-01-01" },
        // Daylight saving begins and ends in Berlin; local midnight is a day before the midnight of UTC.
        { "2026-03-29T03:00:00+02:00", "2026-03-29" },
        { "2026-10-25T02:30:00+02:00", "2026-10-25" },
        { "2026-10-26T00:30:00+01:00", "2026-10-25" },
        // In Auckland the next day has come, in Honolulu the day before has not ended.
        { "2026-05-02T11:59:59.999+12:00", "2026-05-01" },
        { "2026-04-30T14:00:00-10:00", "2026-05-01" },
        { "2026-05-01T13:59:59.999+14:00", "2026-04-30" },
    };

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(Moments))]
    public void The_numbers_are_those_that_counting_by_hand_gives(string moment, string today)
    {
        var now = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        foreach (var seed in Enumerable.Range(0, 6))
        {
            var (org, agents, runners) = AddOrg();
            var history = new History(seed, org, now, [.. agents, null], [.. runners, null], 60 * seed);
            history.Store(_store);

            foreach (var days in new[] { 7, 30, 90 })
            {
                var (period, byHand) = (UsagePeriod.UpTo(now, days), new CountedByHand(DateOnly.Parse(today, CultureInfo.InvariantCulture), days));
                var why = $"of seed {seed} and {days} days";
                _analytics.Of(org, null, period).ToJsonString().Should().Be(byHand.Org(history.Events, history.Calls), why);
                foreach (var agent in agents)
                {
                    _analytics.Of(org, agent, period).ToJsonString().Should().Be(
                        byHand.Org(history.Events.Where(used => used.AgentId == agent), history.Calls.Where(call => call.AgentId == agent)), why);
                }

                foreach (var runner in runners)
                {
                    _runners.Of(new(runner, org, now, now, new() { Name = "Nightly" }), period).ToJsonString()
                        .Should().Be(byHand.Runner(runner, "Nightly", history.Runs, history.Events), why);
                }
            }
        }
    }

    /// <summary>An organization with two agents and two runners, beside those of the histories before.</summary>
    private (string OrgId, IReadOnlyList<string> Agents, IReadOnlyList<string> Runners) AddOrg()
    {
        var (org, agents, runners) = (NewId(), new[] { NewId(), NewId() }, new[] { NewId(), NewId() });
        _store.Write(db =>
        {
            db.Execute("INSERT INTO orgs (id) VALUES ($id)", ("$id", org));
            foreach (var agent in agents)
            {
                db.Execute("INSERT INTO agents (id, org_id, name) VALUES ($id, $org, 'agent')", ("$id", agent), ("$org", org));
            }

            foreach (var runner in runners)
            {
                db.Execute("INSERT INTO runners (id, org_id, created_at, updated_at, document) VALUES ($id, $org, 0, 0, '{}')", ("$id", runner), ("$org", org));
            }
        });
        return (org, agents, runners);
    }

    private static string NewId() => Guid.NewGuid().ToString();
}
