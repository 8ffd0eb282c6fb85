using System.Collections.Concurrent;
using System.Diagnostics;

namespace Testing;

/// <summary>
/// The spans of one trace, which a caller begins that is nobody's span here. Spans are told to everybody in the process, and tests run beside each other, so
/// only those of the trace are kept.
/// </summary>
internal sealed class CapturedSpans : IDisposable
{
    public const string Server = "Microsoft.AspNetCore";

    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    /// <param name="sources">The sources that are listened to.</param>
    public CapturedSpans(params string[] sources) : this(ActivityTraceId.CreateRandom(), sources)
    {
    }

    /// <param name="traceId">A trace that has begun.</param>
    /// <param name="sources">The sources that are listened to.</param>
    public CapturedSpans(ActivityTraceId traceId, params string[] sources)
    {
        TraceId = traceId;
        _listener = new()
        {
            ShouldListenTo = source => sources.Contains(source.Name),
            Sample = (ref options) => options.TraceId == TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == TraceId)
                {
                    _ended.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public ActivityTraceId TraceId { get; }

    /// <summary>The span of the caller.</summary>
    public ActivitySpanId CallerId { get; } = ActivitySpanId.CreateRandom();

    /// <summary>What the caller sends.</summary>
    public (string Name, string Value) Header => ("traceparent", $"00-{TraceId}-{CallerId}-01");

    /// <summary>The spans that have ended, in the order of their ends.</summary>
    public IReadOnlyList<Activity> All => [.. _ended];

    /// <summary>The spans of a name that have ended.</summary>
    public IReadOnlyList<Activity> Named(string name) => [.. _ended.Where(span => span.OperationName == name)];

    /// <summary>The first spans of a name, once so many have ended.</summary>
    public async Task<IReadOnlyList<Activity>> WaitForAsync(string name, int count)
    {
        await Eventually.HoldsAsync(() => Named(name).Count >= count, $"{count} spans '{name}' end");
        return Named(name);
    }

    /// <summary>The first span of a name, once it has ended.</summary>
    public async Task<Activity> WaitForAsync(string name) => (await WaitForAsync(name, 1))[0];

    public void Dispose() => _listener.Dispose();
}
