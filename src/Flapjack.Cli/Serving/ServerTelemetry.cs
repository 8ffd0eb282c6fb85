using AgentComputer.ReferenceBackend;
using Flapjack.Cli.Terminal;
using Flapjack.ReferenceBackend;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Telemetry = OpenTelemetry.Sdk;

namespace Flapjack.Cli.Serving;

/// <summary>
/// Sends the spans, measurements and log lines of the local server to a collector, for example to the dashboard of Aspire, if the environment names it. The
/// exporter reads the variables <c>OTEL_…</c> by itself.
/// </summary>
internal sealed class ServerTelemetry : IDisposable
{
    public const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // The server's own spans: the parents of what requests start.
    private const string ServerSource = "Microsoft.AspNetCore";

    private readonly TracerProvider _spans = Telemetry.CreateTracerProviderBuilder()
        .AddSource(FlapjackBackendDiagnostics.SourceName, AgentComputerBackendDiagnostics.SourceName, ServerSource)
        .AddOtlpExporter()
        .Build();

    private readonly MeterProvider _measurements = Telemetry.CreateMeterProviderBuilder()
        .AddMeter(FlapjackBackendDiagnostics.MeterName, AgentComputerBackendDiagnostics.MeterName)
        .AddOtlpExporter()
        .Build();

    private ServerTelemetry()
    {
    }

    /// <summary>Null if the environment names no collector.</summary>
    public static ServerTelemetry? Of(CliTerminal terminal) => IsWanted(terminal) ? new() : null;

    public static void AddLog(ILoggingBuilder logging, CliTerminal terminal)
    {
        if (IsWanted(terminal))
        {
            logging.AddOpenTelemetry(log => log.AddOtlpExporter());
        }
    }

    /// <summary>Sends what is left.</summary>
    public void Dispose()
    {
        _spans.Dispose();
        _measurements.Dispose();
    }

    private static bool IsWanted(CliTerminal terminal) => !string.IsNullOrWhiteSpace(terminal.Variable(CollectorVariable));
}
