using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Shared.Wire.Diagnostics;

/// <summary>The spans and the measurements of one client library. They belong to the process, as everything that listens to them does.</summary>
internal sealed class Telemetry
{
    // From a refusal on the same machine to a command that runs for an hour.
    private static readonly InstrumentAdvice<double> OfCalls = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600] };
    private static readonly InstrumentAdvice<double> OfWaits = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120] };
    private static readonly InstrumentAdvice<long> OfTokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576] };

    /// <param name="name">The name of the source and of the meter: the package.</param>
    /// <param name="prefix">What the names of the vendor's own attributes and instruments begin with.</param>
    public Telemetry(string name, string prefix)
    {
        Source = new(name, Version);
        Meter = new(name, Version);
        Names = new(prefix);
        Duration = Meter.CreateHistogram($"{prefix}.client.operation.duration", "s", "How long calls take; the call of a stream ends with the stream.", advice: OfCalls);
        FirstEvent = Meter.CreateHistogram($"{prefix}.client.time_to_first_event", "s", "How long the first event of a stream takes, from the beginning of the call.", advice: OfWaits);
        QueueTime = Meter.CreateHistogram($"{prefix}.client.queue.duration", "s", "How long commands wait for their turn under the quota.", advice: OfWaits);
        Retries = Meter.CreateCounter<long>($"{prefix}.client.retries", "{retry}", "Requests that were sent again after a failure.");
        Resumptions = Meter.CreateCounter<long>($"{prefix}.client.resumptions", "{resumption}", "Attempts to open a broken stream again.");
        RateLimited = Meter.CreateCounter<long>($"{prefix}.client.rate_limited", "{response}", "Answers with the status 429.");
        Received = Meter.CreateCounter<long>($"{prefix}.client.stream.received", "By", "Bytes that streams brought, as they came.");
        ActiveStreams = Meter.CreateUpDownCounter<long>($"{prefix}.client.active_streams", "{stream}", "Streams that are being read.");
        QueueLength = Meter.CreateUpDownCounter<long>($"{prefix}.client.queue.length", "{command}", "Commands that wait for their turn under the quota.");
        Tokens = Meter.CreateHistogram("gen_ai.client.token.usage", "{token}", "Tokens that an answer of a model used.", advice: OfTokens);
    }

    public ActivitySource Source { get; }
    public Meter Meter { get; }
    public TelemetryNames Names { get; }
    public Histogram<double> Duration { get; }
    public Histogram<double> FirstEvent { get; }
    public Histogram<double> QueueTime { get; }
    public Counter<long> Retries { get; }
    public Counter<long> Resumptions { get; }
    public Counter<long> RateLimited { get; }
    public Counter<long> Received { get; }
    public UpDownCounter<long> ActiveStreams { get; }
    public UpDownCounter<long> QueueLength { get; }
    public Histogram<long> Tokens { get; }

    /// <summary>Whether anything is measured. A listener to any instrument of a library almost always listens to all of them.</summary>
    public bool Measures =>
        Duration.Enabled || FirstEvent.Enabled || Retries.Enabled || RateLimited.Enabled || Received.Enabled || ActiveStreams.Enabled || QueueLength.Enabled
        || Resumptions.Enabled || QueueTime.Enabled || Tokens.Enabled;

    // Without the commit, which the SDK adds behind a plus sign.
    private static string Version => typeof(Telemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";
}
