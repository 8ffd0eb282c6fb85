using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace LocalComputers.Telemetry;

/// <summary>The spans and the measurements of an engine, in the words of its door.</summary>
internal sealed class EngineTelemetry
{
    private readonly string _word;

    /// <param name="tracing">The spans.</param>
    /// <param name="meter">The measurements.</param>
    /// <param name="word">What all names begin with.</param>
    /// <param name="ownerAttribute">The attribute that says whose computer it is.</param>
    public EngineTelemetry(Tracing tracing, Meter meter, string word, string ownerAttribute)
    {
        (Tracing, OwnerAttribute, _word) = (tracing, ownerAttribute, word);
        ExecDuration = meter.CreateHistogram<double>(Name(EngineNames.ExecDuration), "s", "How long commands took, from their start to their end.");
        ExecActive = meter.CreateUpDownCounter<long>(Name(EngineNames.ExecActive), "{command}", "How many commands run.");
        ExecOutput = meter.CreateCounter<long>(Name(EngineNames.ExecOutput), "By", "What commands have written.");
        ProcessDuration = meter.CreateHistogram<double>(Name(EngineNames.ProcessDuration), "s", "How long programs took that were started without a shell.");
        ProcessActive = meter.CreateUpDownCounter<long>(Name(EngineNames.ProcessActive), "{process}", "How many programs run that were started without a shell.");
        BootstrapDuration = meter.CreateHistogram<double>(Name(EngineNames.BootstrapDuration), "s", "How long bootstraps took.");
    }

    public Tracing Tracing { get; }

    /// <summary>The attribute that says whose computer it is.</summary>
    public string OwnerAttribute { get; }

    public Histogram<double> ExecDuration { get; }

    public UpDownCounter<long> ExecActive { get; }

    public Counter<long> ExecOutput { get; }

    public Histogram<double> ProcessDuration { get; }

    public UpDownCounter<long> ProcessActive { get; }

    public Histogram<double> BootstrapDuration { get; }

    /// <summary>A name of <see cref="EngineNames"/>, behind the word of the door.</summary>
    public string Name(string name) => name == EngineNames.ErrorType ? name : $"{_word}.{name}";

    /// <inheritdoc cref="Tracing.Begin"/>
    public Activity? Begin(string name) => Tracing.HasListeners ? Tracing.Begin(Name(name)) : null;

    /// <summary>Records a duration by an attribute, if somebody measures it.</summary>
    public void Record(Histogram<double> histogram, TimeSpan duration, string attribute, string value)
    {
        if (histogram.Enabled)
        {
            histogram.Record(duration.TotalSeconds, KeyValuePair.Create<string, object?>(Name(attribute), value));
        }
    }

    /// <summary>Sets an attribute of a span that somebody wants to know.</summary>
    public void Set(Activity? span, string name, object? value)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(Name(name), value);
        }
    }

    /// <summary>Says that what a span stands for has failed.</summary>
    /// <param name="span">The span; null for none.</param>
    /// <param name="type">A word for the kind of the failure.</param>
    public void Fail(Activity? span, string type)
    {
        Set(span, EngineNames.ErrorType, type);
        span?.SetStatus(ActivityStatusCode.Error);
    }
}
