using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Flapjack.Sdk.Tests.Diagnostics;

/// <summary>
/// Listens to the spans of one trace, and to all measurements. Spans and measurements belong to the process, so other tests' calls are told apart by their
/// trace; measurements can't be told apart, except by an operation that only one test calls.
/// </summary>
internal sealed class Observed : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ConcurrentQueue<Measured> _measurements = new();
    private readonly ActivityListener _listener;
    private readonly MeterListener _meters = new();

    /// <param name="sources">The names of further sources.</param>
    public Observed(params string[] sources)
    {
        Root = new Activity("the test").SetIdFormat(ActivityIdFormat.W3C).Start();
        _listener = new()
        {
            ShouldListenTo = source => source.Name == FlapjackDiagnostics.SourceName || sources.Contains(source.Name),
            Sample = (ref options) => options.TraceId == Root.TraceId ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = span =>
            {
                if (span.TraceId == Root.TraceId)
                {
                    _spans.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == FlapjackDiagnostics.MeterName)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        _meters.Start();
    }

    /// <summary>The span that is current when a test calls the client.</summary>
    public Activity Root { get; }

    /// <summary>The spans that have ended.</summary>
    public IReadOnlyList<Activity> Spans => [.. _spans];

    /// <summary>The only span of the client that has ended.</summary>
    public Activity Span => Spans.Should().ContainSingle(span => span.Source.Name == FlapjackDiagnostics.SourceName).Subject;

    public IReadOnlyList<Measured> Measurements => [.. _measurements];

    public void Dispose()
    {
        _meters.Dispose();
        _listener.Dispose();
        Root.Dispose();
    }

    /// <summary>The names of the events of a span, in their order, with their reasons.</summary>
    public static string[] EventsOf(Activity span) =>
        [.. span.Events.Select(item => $"{item.Name} {item.Tags.FirstOrDefault(tag => tag.Key == "flapjack.reason").Value}".Trim())];

    private void Keep(Instrument instrument, object value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measurements.Enqueue(new(instrument.Name, value, new Dictionary<string, object?>(tags.ToArray())));

    /// <summary>One measurement.</summary>
    internal sealed record Measured(string Instrument, object Value, IReadOnlyDictionary<string, object?> Tags)
    {
        public string? Operation => Tags.GetValueOrDefault("flapjack.operation") as string;
    }
}
