using Flapjack.ReferenceBackend.Runs;
using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>
/// A history of turns, runs and tool calls that a seed makes. Most of its times are where counting goes wrong: at midnight in UTC, at the edges of periods,
/// at midnight in other zones, and at the hours at which clocks are put forward or back, each with the milliseconds beside it.
/// </summary>
internal sealed class History
{
    private static readonly string[] Models = ["gpt-5.4", "gpt-5.4-nano", "claude-haiku-4-5"];
    private static readonly string[] Statuses = ["pending", "running", "completed", "failed", "cancelled", "paused"];
    private static readonly string[] Tools = [.. Enumerable.Range(0, 14).Select(n => $"tool_{n}")];

    private readonly Random _random;
    private readonly DateTimeOffset _now;
    private readonly string _orgId;

    /// <param name="seed">The seed.</param>
    /// <param name="orgId">The organization.</param>
    /// <param name="now">The end of the history, which begins a hundred days before.</param>
    /// <param name="agents">The agents, null for a step without an agent.</param>
    /// <param name="runners">The runners, null for a turn of a chat.</param>
    /// <param name="count">How many turns there are, and at most how many runs and tool calls.</param>
    public History(int seed, string orgId, DateTimeOffset now, IReadOnlyList<string?> agents, IReadOnlyList<string?> runners, int count = 600)
    {
        (_random, _orgId, _now) = (new(seed), orgId, now);
        Events = [.. Enumerable.Range(0, count).Select(_ => NewEvent(Pick(agents), Pick(runners)))];
        Calls = [.. Enumerable.Range(0, count / 2).Select(_ => new ToolCallEvent(orgId, NewTime(), Pick(Tools), Pick(agents), Pick(runners)))];
        Runs = [.. runners.OfType<string>().SelectMany(runner => Enumerable.Range(0, count / 2).Select(_ => NewRun(runner)))];
    }

    public IReadOnlyList<UsageEvent> Events { get; }

    public IReadOnlyList<ToolCallEvent> Calls { get; }

    public IReadOnlyList<StoredRun> Runs { get; }

    public void Store(Store store) => store.Write(db =>
    {
        foreach (var used in Events)
        {
            UsageTable.Add(db, used);
        }

        foreach (var call in Calls)
        {
            UsageTable.Add(db, call);
        }

        foreach (var run in Runs)
        {
            db.Execute(
                "INSERT INTO runner_runs (id, org_id, runner_id, status, created_at, started_at, ended_at, origin, actor_kind, actor_id) "
                + "VALUES ($id, $org, $runner, $status, $created, $started, $ended, 'api', 'user', 'u')",
                ("$id", Guid.NewGuid().ToString()),
                ("$org", _orgId),
                ("$runner", run.RunnerId),
                ("$status", run.Status),
                ("$created", run.CreatedAt),
                ("$started", run.StartedAt),
                ("$ended", run.EndedAt));
        }
    });

    private UsageEvent NewEvent(string? agentId, string? runnerId) => new(_orgId, NewTime(), Pick(Models))
    {
        AgentId = agentId,
        RunnerId = runnerId,
        RunId = runnerId is null ? null : $"run-{_random.Next(50)}",
        ThreadId = runnerId is null ? OneOf("thread", 40) : null,
        SessionId = runnerId is null ? OneOf("session", 25) : null,
        UserId = OneOf("user", 9),
        CredentialSource = Pick(["platform", "byok"]),
        InputTokens = _random.Next(100_000),
        OutputTokens = _random.Next(10_000),
        CacheReadTokens = _random.Next(5_000),
        CacheWriteTokens = _random.Next(5_000),
        CostUsd = _random.Next(1_000_000_000) / 1_000_000_000m,
        DurationMs = _random.Next(60_000),
    };

    // A run that is cancelled while it waits has an end, but never began.
    private StoredRun NewRun(string runnerId)
    {
        var (created, status) = (NewTime(), Pick(Statuses));
        var started = status == "pending" || (status == "cancelled" && _random.Next(2) == 0) ? (DateTimeOffset?)null : created.AddSeconds(_random.Next(10));
        var ended = RunStates.IsEnd(new(status)) ? (started ?? created).AddMilliseconds(_random.Next(100_000)) : (DateTimeOffset?)null;
        return new(runnerId, status, created, started, ended);
    }

    private DateTimeOffset NewTime()
    {
        var today = new DateTimeOffset(_now.UtcDateTime.Date, TimeSpan.Zero);
        var beside = TimeSpan.FromMilliseconds(_random.Next(-1, 2));
        return _random.Next(5) switch
        {
            0 => today.AddDays(-_random.Next(100)) + beside,
            1 => today.AddDays(Pick([1, 0, -5, -6, -7, -28, -29, -30, -88, -89, -90])) + beside,
            // An hour from -12 to +14 is midnight in some zone, or the hour at which daylight saving begins or ends there.
            2 => today.AddDays(-_random.Next(100)).AddHours(_random.Next(-12, 15)) + beside,
            _ => _now.AddMilliseconds(-_random.NextInt64((long)TimeSpan.FromDays(100).TotalMilliseconds)),
        };
    }

    private string? OneOf(string name, int count) => _random.Next(5) == 0 ? null : $"{name}-{_random.Next(count)}";

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
