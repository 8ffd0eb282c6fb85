using Flapjack.ReferenceBackend.Resources.Analytics;
using Flapjack.ReferenceBackend.Resources.Runners;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>
/// The plan of SQLite says what a statement reads. Analytics read the part of an index that belongs to the question: not what other organizations, agents
/// and runners have used, nor what was used on other days, nor the rows of the table.
/// </summary>
public sealed class AnalyticsPlanTests : IDisposable
{
    private readonly Store _store = Store.InMemory(BackendSchema.All);

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("org_id", "usage_events_by_org")]
    [InlineData("agent_id", "usage_events_by_agent")]
    [InlineData("runner_id", "usage_events_by_runner")]
    public void The_events_are_read_once_for_all_sums(string column, string index) =>
        Reads(UsageSums.Statement(Scope(column)), "usage_events").Should()
            .Equal($"SEARCH usage_events USING COVERING INDEX {index} ({column}=? AND at>? AND at<?)");

    [Theory]
    [InlineData("org_id", "usage_events_by_org")]
    [InlineData("agent_id", "usage_events_by_agent")]
    public void People_are_counted_for_the_period_and_for_the_days(string column, string index) =>
        Reads(UniqueCounts.Statement(Scope(column)), "usage_events").Should()
            .Equal(Enumerable.Repeat($"SEARCH usage_events USING COVERING INDEX {index} ({column}=? AND at>? AND at<?)", 2));

    [Theory]
    [InlineData("org_id", "tool_calls_by_org")]
    [InlineData("agent_id", "tool_calls_by_agent")]
    public void The_calls_of_tools_are_read_once(string column, string index) =>
        Reads(ToolCounts.Statement(Scope(column)), "tool_calls").Should().Equal($"SEARCH tool_calls USING COVERING INDEX {index} ({column}=? AND at>? AND at<?)");

    [Fact]
    public void The_runs_of_a_runner_are_read_once() =>
        Reads(RunnerAnalytics.Runs, "runner_runs").Should()
            .Equal("SEARCH runner_runs USING COVERING INDEX runner_runs_counted (runner_id=? AND created_at>? AND created_at<?)");

    private static UsageScope Scope(string column) => new(column, "x", UsagePeriod.UpTo(DateTimeOffset.UnixEpoch, 7));

    private IEnumerable<string> Reads(string statement, string table) =>
        _store.Read(db => db.Query("EXPLAIN QUERY PLAN " + statement, row => row.GetString(3), Scope("org_id").Values)).Where(step => step.Contains(table, StringComparison.Ordinal));
}
