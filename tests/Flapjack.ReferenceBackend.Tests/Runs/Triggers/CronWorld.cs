using System.Globalization;
using Flapjack.ReferenceBackend.Orgs;
using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Runs.Triggers;
using LocalComputers.Storage;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Runs.Triggers;

/// <summary>Runners and cron triggers in a store, and what fires them, without a backend around them.</summary>
internal sealed class CronWorld : IDisposable
{
    private readonly Organizations _orgs;
    private readonly OrgTable<RunnerDocument> _runners;
    private readonly TriggerStore _triggers;

    public CronWorld()
    {
        (_orgs, _runners) = (new(Store, Clock), new(Store, "runners", "runner", Clock));
        _triggers = new(Store);
        OrgId = _orgs.Default();
    }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero));

    public Store Store { get; } = Store.InMemory(BackendSchema.All);

    public CapturedLog Log { get; } = new();

    public string OrgId { get; }

    /// <summary>Comes before each start of a run; null for nothing.</summary>
    public Action<RunStart>? BeforeStart { get; set; }

    /// <summary>Comes after each start of a run, before the trigger moves on; null for nothing.</summary>
    public Action<RunStart>? AfterStart { get; set; }

    /// <summary>Starts that found the run of an earlier start.</summary>
    public int Repeats { get; private set; }

    public string AddOrg()
    {
        var id = Guid.NewGuid().ToString();
        Store.Write(db => _orgs.Ensure(db, id));
        return id;
    }

    public OrgRow<RunnerDocument> AddRunner(string? orgId = null) => _runners.Add(orgId ?? OrgId, new() { Name = "Nightly" });

    public void RemoveRunner(OrgRow<RunnerDocument> runner) => _runners.Remove(runner.OrgId, runner.Id);

    public string AddTrigger(OrgRow<RunnerDocument> runner, string expression, string timeZone = "UTC")
    {
        var now = Clock.GetUtcNow();
        var id = Guid.NewGuid().ToString();
        var document = new RunnerTriggerDocument { RunnerId = runner.Id, Kind = TriggerKinds.Cron, CronExpression = expression, TimeZone = timeZone };
        _triggers.Add(new(new(id, runner.OrgId, now, now, document), null, new CronSchedule(expression, timeZone).After(now), null));
        return id;
    }

    /// <summary>Fires what is due now, as a backend does that has just started: nothing is remembered from an earlier call.</summary>
    public DateTimeOffset? Fire() => new CronFiring(new(Store), Start, Log).FireDue(Clock.GetUtcNow(), CancellationToken.None);

    /// <summary>The occurrences for which a trigger has started runs, in the order of the starts.</summary>
    public List<DateTimeOffset> RunsOf(string triggerId) => Store.Read(db => db.Query(
        "SELECT start_key FROM runner_runs WHERE trigger_id = $id ORDER BY rowid",
        row => DateTimeOffset.ParseExact(row.GetString(0), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        ("$id", triggerId)));

    /// <summary>Starts a run, or finds the run of an earlier start.</summary>
    public (Run Run, bool IsNew) Start(RunStart start)
    {
        BeforeStart?.Invoke(start);
        var started = Store.Write(db => RunTable.AddOrFind(db, start, Clock.GetUtcNow()));
        Repeats += started.IsNew ? 0 : 1;
        AfterStart?.Invoke(start);
        return started;
    }

    public void Dispose() => Store.Dispose();
}
