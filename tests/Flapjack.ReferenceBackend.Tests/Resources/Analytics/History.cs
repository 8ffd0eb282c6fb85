using Flapjack.ReferenceBackend.Usage;
using LocalComputers.Storage;

namespace Flapjack.ReferenceBackend.Tests.Resources.Analytics;

/// <summary>A history of turns and tool calls that a seed makes, many of them right at midnight in UTC.</summary>
internal sealed class History
{
    private static readonly string[] Models = ["gpt-5.4", "gpt-5.4-nano", "claude-haiku-4-5"];
    private static readonly string[] Tools = [.. Enumerable.Range(0, 14).Select(n => $"tool_{n}")];

    private readonly Random _random;
    private readonly DateTimeOffset _now;

    /// <param name="seed">The seed.</param>
    /// <param name="orgId">The organization.</param>
    /// <param name="now">The end of the history, which begins a hundred days before.</param>
    /// <param name="agents">The agents, null for a step without an agent.</param>
    /// <param name="runners">The runners, null for a turn of a chat.</param>
    public History(int seed, string orgId, DateTimeOffset now, IReadOnlyList<string?> agents, IReadOnlyList<string?> runners)
    {
        _random = new(seed);
        _now = now;
        Events = [.. Enumerable.Range(0, 600).Select(_ => NewEvent(orgId, Pick(agents), Pick(runners)))];
        Calls = [.. Enumerable.Range(0, 300).Select(_ => new ToolCallEvent(orgId, NewTime(), Pick(Tools), Pick(agents), Pick(runners)))];
    }

    public IReadOnlyList<UsageEvent> Events { get; }

    public IReadOnlyList<ToolCallEvent> Calls { get; }

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
    });

    private UsageEvent NewEvent(string orgId, string? agentId, string? runnerId) => new(orgId, NewTime(), Pick(Models))
    {
        AgentId = agentId,
        RunnerId = runnerId,
        ThreadId = OneOf("thread", 40),
        SessionId = OneOf("session", 25),
        UserId = OneOf("user", 9),
        CredentialSource = Pick(["platform", "byok"]),
        InputTokens = _random.Next(100_000),
        OutputTokens = _random.Next(10_000),
        CacheReadTokens = _random.Next(5_000),
        CacheWriteTokens = _random.Next(5_000),
        CostUsd = _random.Next(1_000_000_000) / 1_000_000_000m,
        DurationMs = _random.Next(60_000),
    };

    // A third of the times is at midnight, or a millisecond beside it.
    private DateTimeOffset NewTime()
    {
        var time = _now.AddMilliseconds(-_random.NextInt64((long)TimeSpan.FromDays(100).TotalMilliseconds));
        return _random.Next(3) > 0 ? time : new DateTimeOffset(time.UtcDateTime.Date, TimeSpan.Zero).AddMilliseconds(_random.Next(-1, 2));
    }

    private string? OneOf(string name, int count) => _random.Next(5) == 0 ? null : $"{name}-{_random.Next(count)}";

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
