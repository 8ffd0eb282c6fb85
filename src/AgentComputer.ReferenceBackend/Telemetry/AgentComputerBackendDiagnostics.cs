namespace AgentComputer.ReferenceBackend;

/// <summary>What the traces and the measurements of an <see cref="AgentComputerBackend"/> are called, for whoever collects them.</summary>
public static class AgentComputerBackendDiagnostics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/>: the spans of programs, and of the bootstraps of computers.</summary>
    public const string SourceName = "AgentComputer.ReferenceBackend";

    /// <summary>The name of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "AgentComputer.ReferenceBackend";
}
