using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalComputers.Telemetry;

namespace Flapjack.ReferenceBackend.Telemetry;

/// <summary>The spans and the measurements of a backend. None has a command, a variable, a prompt, an output, a secret or the body of a webhook.</summary>
internal sealed class BackendTelemetry
{
    private const string Word = "flapjack";

    // All backends of a process share them, as .NET means it: a listener chooses them by their name.
    private static readonly ActivitySource Source = new(FlapjackBackendDiagnostics.SourceName);
    private static readonly Meter Meter = new(FlapjackBackendDiagnostics.MeterName);

    /// <param name="isCarriedOn">Whether commands and the receivers of webhooks are told where they belong in a trace.</param>
    public BackendTelemetry(bool isCarriedOn)
    {
        Tracing = new(Source, isCarriedOn);
        Engine = new(Tracing, Meter, Word, SpanNames.AgentId);
        ExecRefused = Meter.CreateCounter<long>(SpanNames.ExecRefused, "{command}", "How many commands the rate limits have refused.");
        WebhookAttempts = Meter.CreateCounter<long>(SpanNames.WebhookAttempts, "{attempt}", "How many attempts to deliver webhooks have ended.");
        WebhookDuration = Meter.CreateHistogram<double>(SpanNames.WebhookDuration, "s", "How long attempts to deliver webhooks took.");
        TurnDuration = Meter.CreateHistogram<double>(SpanNames.TurnDuration, "s", "How long turns of chats took.");
        RunDuration = Meter.CreateHistogram<double>(SpanNames.RunDuration, "s", "How long executions of runs took.");
        TokenUsage = Meter.CreateHistogram<long>(GenAiNames.TokenUsage, "{token}", "How many tokens calls of models have used.");
        ModelDuration = Meter.CreateHistogram<double>(GenAiNames.OperationDuration, "s", "How long calls of models took.");
    }

    public Tracing Tracing { get; }

    /// <summary>What the engine measures, in Flapjack's words.</summary>
    public EngineTelemetry Engine { get; }

    public Counter<long> ExecRefused { get; }

    public Counter<long> WebhookAttempts { get; }

    public Histogram<double> WebhookDuration { get; }

    public Histogram<double> TurnDuration { get; }

    public Histogram<double> RunDuration { get; }

    public Histogram<long> TokenUsage { get; }

    public Histogram<double> ModelDuration { get; }
}
