using System.Diagnostics;
using System.Diagnostics.Metrics;
using LocalComputers.Telemetry;

namespace AgentComputer.ReferenceBackend.Telemetry;

/// <summary>The spans and the measurements of a backend: those of the engine, in the words of Agent Computer.</summary>
internal static class BackendTelemetry
{
    private const string Word = "agentcomputer";

    // All backends of a process share them, as .NET means it: a listener chooses them by their name.
    private static readonly ActivitySource Source = new(AgentComputerBackendDiagnostics.SourceName);
    private static readonly Meter Meter = new(AgentComputerBackendDiagnostics.MeterName);

    public static EngineTelemetry Create() => new(new(Source, isCarriedOn: true), Meter, Word, $"{Word}.computer.id");
}
